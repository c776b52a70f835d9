import { beforeAll, describe, expect, it } from 'vitest';
import { IP_POOLS, LOAD_BALANCERS, NETWORK_ATTACHMENT_DEFINITIONS, PCI_DEVICE_CLAIMS, USB_DEVICE_CLAIMS } from '../../../../scripts/harvester-api/admission/resources';
import { loadDemoData } from '../../../../scripts/harvester-api/demo-data';
import { objectAt } from '../../../../scripts/harvester-api/objects';
import { Harvester } from './harvester';

const harvester = new Harvester();

beforeAll(() => { loadDemoData(harvester.api.cluster, () => { harvester.settle(); }); });

describe('loadDemoData', () => {
  it.each([
    'nodes.longhorn.io', 'pcidevices.devices.harvesterhci.io', 'pcideviceclaims.devices.harvesterhci.io', 'sriovnetworkdevices.devices.harvesterhci.io', 'sriovgpudevices.devices.harvesterhci.io',
    'usbdevices.devices.harvesterhci.io', 'usbdeviceclaims.devices.harvesterhci.io', 'vgpudevices.devices.harvesterhci.io', 'migconfigurations.devices.harvesterhci.io',
    'clusterflows.logging.banzaicloud.io', 'clusteroutputs.logging.banzaicloud.io', 'flows.logging.banzaicloud.io', 'outputs.logging.banzaicloud.io', 'alertmanagerconfigs.monitoring.coreos.com',
    'namespaces', 'secrets', 'storageclasses.storage.k8s.io', 'clusternetworks.network.harvesterhci.io', 'vlanconfigs.network.harvesterhci.io', 'vlanstatuses.network.harvesterhci.io', 'settings.harvesterhci.io',
    'ippools.loadbalancer.harvesterhci.io', 'loadbalancers.loadbalancer.harvesterhci.io', 'network-attachment-definitions.k8s.cni.cncf.io',
    'nodes', 'virtualmachines.kubevirt.io', 'virtualmachineinstances.kubevirt.io', 'virtualmachineimages.harvesterhci.io', 'persistentvolumeclaims', 'keypairs.harvesterhci.io', 'addons.harvesterhci.io', 'blockdevices.harvesterhci.io',
  ])('has some %s', (resource) => {
    expect(harvester.api.cluster.list(resource)).not.toHaveLength(0);
  });

  it('has the controllers give the addresses', () => {
    const given = harvester.api.cluster.list(LOAD_BALANCERS).map(({ metadata: { namespace, name }, status }) => [`${ namespace ?? '' }/${ name }`, objectAt(objectAt({ status }, 'status'), 'allocatedAddress').ip]);

    expect(Object.fromEntries(given)).toStrictEqual({
      'default/api': '192.168.100.11', 'default/edge': '0.0.0.0', 'default/legacy-app': '192.168.50.100', 'default/web': '192.168.100.10', 'sandbox/tryout': '172.16.8.2',
      'team-a/metrics': '10.10.0.3', 'team-a/shop': '10.10.0.2', 'team-b/cache': '10.20.0.11', 'team-b/db': '10.20.0.10', 'team-b/prod-ingress': '192.168.110.200', 'team-b/queue': '10.20.0.12',
    });
  });

  it('has pools of every kind: with addresses out, nearly full, global, and one that lost its status', () => {
    const pools = Object.fromEntries(harvester.api.cluster.list(IP_POOLS).map(({ metadata, status }) => [metadata.name, status]));

    expect(pools).toMatchObject({ 'public': { total: 51, available: 49 }, 'team-a': { total: 70, available: 68 }, 'team-b': { total: 4, available: 1 }, 'guest-clusters': { available: 19 }, 'global': { total: 253, available: 252 } });
    expect(pools.legacy).toBeUndefined();
  });

  it('has networks of every type, one of them Harvester\'s own', () => {
    const types = harvester.api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS).map(({ metadata }) => metadata.labels?.['network.harvesterhci.io/type']);

    expect(new Set(types)).toStrictEqual(new Set(['L2VlanNetwork', 'L2VlanTrunkNetwork', 'OverlayNetwork', 'UntaggedNetwork']));
    expect(harvester.api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS, 'harvester-system')).toHaveLength(1);
  });

  it('has claimed devices that are given through', () => {
    expect(harvester.api.cluster.list(PCI_DEVICE_CLAIMS)).toMatchObject([{ status: { passthroughEnabled: true } }]);
    expect(harvester.api.cluster.list(USB_DEVICE_CLAIMS)).toMatchObject([{ status: { nodeName: 'harv-3' } }]);
  });

  it('lets the selector of a pool with addresses out be edited', () => {
    const answer = harvester.request('PATCH', '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools/public', { spec: { selector: { priority: 7 } } }, 'application/merge-patch+json');

    expect([answer.status, answer.body.spec]).toMatchObject([200, { selector: { priority: 7 } }]);
  });
});
