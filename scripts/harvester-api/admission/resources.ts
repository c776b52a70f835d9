/** Resources as the cluster interface names them, `plural.group`; also what a Go client's "not found" says. */
export const ADDONS = 'addons.harvesterhci.io';
export const CLUSTER_NETWORKS = 'clusternetworks.network.harvesterhci.io';
export const IP_POOLS = 'ippools.loadbalancer.harvesterhci.io';
export const LOAD_BALANCERS = 'loadbalancers.loadbalancer.harvesterhci.io';
export const LONGHORN_NODES = 'nodes.longhorn.io';
export const LONGHORN_VOLUMES = 'volumes.longhorn.io';
export const NETWORK_ATTACHMENT_DEFINITIONS = 'network-attachment-definitions.k8s.cni.cncf.io';
export const NODES = 'nodes';
export const PCI_DEVICES = 'pcidevices.devices.harvesterhci.io';
export const PCI_DEVICE_CLAIMS = 'pcideviceclaims.devices.harvesterhci.io';
export const SETTINGS = 'settings.harvesterhci.io';
export const SUBNETS = 'subnets.kubeovn.io';
export const USB_DEVICES = 'usbdevices.devices.harvesterhci.io';
export const USB_DEVICE_CLAIMS = 'usbdeviceclaims.devices.harvesterhci.io';
export const VIRTUAL_MACHINES = 'virtualmachines.kubevirt.io';
export const VIRTUAL_MACHINE_INSTANCES = 'virtualmachineinstances.kubevirt.io';
export const VLAN_CONFIGS = 'vlanconfigs.network.harvesterhci.io';
export const VLAN_STATUSES = 'vlanstatuses.network.harvesterhci.io';

/** The network controller's labels and annotations. */
export const CLUSTER_NETWORK_KEY = 'network.harvesterhci.io/clusternetwork';
export const MATCHED_NODES_KEY = 'network.harvesterhci.io/matched-nodes';
export const UPLINK_MTU_KEY = 'network.harvesterhci.io/uplink-mtu';

/** The cluster network that every Harvester has. */
export const MANAGEMENT_NETWORK = 'mgmt';

/** Where Harvester keeps its own networks. */
export const HARVESTER_NAMESPACE = 'harvester-system';
