import type { ProductDsl } from '@shell/store/type-map';
import { registry } from '@models/registry';
import { pageTypeOf } from './pages/page-types';
import { DASHBOARD, listRoute } from './routes';

/** A group of the side navigation: its name is also its key below `nav.group`, and `root` is no group. */
interface Group {
  readonly name: string;
  readonly weight: number;
  readonly types: readonly string[];
}

/** The navigation as operators know it, top to bottom. A type whose schema the cluster does not serve is not shown. */
const GROUPS: readonly Group[] = [
  { name: 'root', weight: 600, types: ['node', 'kubevirt.io.virtualmachine', 'persistentvolumeclaim', 'harvesterhci.io.virtualmachineimage', 'namespace'] },
  {
    name:   'networks',
    weight: 500,
    types:  [
      'k8s.cni.cncf.io.networkattachmentdefinition', 'network.harvesterhci.io.clusternetwork', 'network.harvesterhci.io.vlanconfig', 'network.harvesterhci.io.vlanstatus',
      'loadbalancer.harvesterhci.io.loadbalancer', 'loadbalancer.harvesterhci.io.ippool',
    ],
  },
  {
    name:   'devices',
    weight: 400,
    types:  [
      'devices.harvesterhci.io.pcidevice', 'devices.harvesterhci.io.pcideviceclaim', 'devices.harvesterhci.io.usbdevice', 'devices.harvesterhci.io.usbdeviceclaim',
      'devices.harvesterhci.io.sriovnetworkdevice', 'devices.harvesterhci.io.sriovgpudevice', 'devices.harvesterhci.io.vgpudevice', 'devices.harvesterhci.io.migconfiguration',
    ],
  },
  {
    name:   'monitoringAndLogging',
    weight: 300,
    types:  [
      'monitoring.coreos.com.alertmanagerconfig', 'logging.banzaicloud.io.clusterflow', 'logging.banzaicloud.io.clusteroutput', 'logging.banzaicloud.io.flow', 'logging.banzaicloud.io.output',
    ],
  },
  { name: 'advanced', weight: 200, types: ['storage.k8s.io.storageclass', 'longhorn.io.node', 'secret', 'harvesterhci.io.setting'] },
];

/** What the hardware and the controllers make, and nobody creates by hand. */
const NOT_CREATABLE: ReadonlySet<string> = new Set([
  'node', 'longhorn.io.node', 'harvesterhci.io.setting', 'network.harvesterhci.io.vlanstatus', 'devices.harvesterhci.io.pcidevice', 'devices.harvesterhci.io.usbdevice',
  'devices.harvesterhci.io.sriovnetworkdevice', 'devices.harvesterhci.io.sriovgpudevice', 'devices.harvesterhci.io.vgpudevice', 'devices.harvesterhci.io.migconfiguration',
]);

/** Types that the shell keeps out of every navigation, where nobody asks for them by name. */
const IGNORED: ReadonlySet<string> = new Set(['namespace']);

/** Every type that the navigation leads to. */
export const navigationTypes: readonly string[] = GROUPS.flatMap(({ types }) => types);

/** Fills the product's side navigation. */
export function addNavigation(dsl: ProductDsl): void {
  dsl.virtualType({
    name: DASHBOARD, labelKey: 'harvesterModels.pages.dashboard.title', namespaced: false, weight: 1000, route: listRoute(DASHBOARD), overview: true,
  });
  dsl.configureType(DASHBOARD, { showListMasthead: false });
  dsl.basicType([DASHBOARD]);

  for (const { name, weight, types } of GROUPS) {
    types.forEach((type, at) => { addType(dsl, type, weight - at); });
    dsl.basicType(types.map(pageTypeOf), ...(name === 'root' ? [] : [name]));
    dsl.weightGroup(name, weight, true);
  }
}

function addType(dsl: ProductDsl, type: string, weight: number): void {
  const page = pageTypeOf(type);
  const options = { isCreatable: !NOT_CREATABLE.has(type), customRoute: listRoute(page) };

  dsl.configureType(type, options);
  dsl.weightType(type, weight, true);

  if (page !== type) {
    const { namespaced } = Object.hasOwn(registry, type) ? registry[type as keyof typeof registry] : { namespaced: true };

    dsl.configureType(page, {
      ...options, resource: type, resourceDetail: page, resourceEdit: page, subTypes: [type],
    });
    dsl.virtualType({
      name: page, labelKey: `typeLabel."${ type }"`, namespaced, weight, ifHaveType: type, route: listRoute(page),
    });
  }

  if (IGNORED.has(type)) {
    dsl.virtualType({
      name: type, labelKey: `typeLabel.${ type }`, namespaced: false, weight, ifHaveType: type, route: listRoute(type),
    });
  }
}
