import type { BuiltInColumn } from '../built-in/kinds';
import { isObject, listAt, objectAt, stringAt, textOf, valueAt } from '../objects';
import type { Json, KubeObject } from '../types';
import { ageOf } from './age';

type Cell = (object: KubeObject) => Json;

function text(object: KubeObject, ...path: readonly string[]): Json {
  const value = valueAt(object, path);

  return value === undefined || value === null ? '' : value;
}

function size(object: KubeObject, key: string): number {
  return Object.keys(objectAt(object, key)).length;
}

/** Cells by the name of their column, for the kinds that the dashboard lists; others are empty. */
const CELLS: Readonly<Record<string, Readonly<Record<string, Cell>>>> = {
  configmaps: { Data: (object) => size(object, 'data') + size(object, 'binaryData') },
  namespaces: { Status: (object) => text(object, 'status', 'phase') },
  nodes: {
    Status: nodeStatus,
    Roles: (object) => Object.keys(objectAt(object.metadata, 'labels')).filter((label) => label.startsWith('node-role.kubernetes.io/')).map((label) => label.slice('node-role.kubernetes.io/'.length)).sort().join(',') || '<none>',
    Version: (object) => text(object, 'status', 'nodeInfo', 'kubeletVersion'),
    'Internal-IP': (object) => nodeAddress(object, 'InternalIP'),
    'External-IP': (object) => nodeAddress(object, 'ExternalIP'),
    'OS-Image': (object) => text(object, 'status', 'nodeInfo', 'osImage') || '<unknown>',
    'Kernel-Version': (object) => text(object, 'status', 'nodeInfo', 'kernelVersion') || '<unknown>',
    'Container-Runtime': (object) => text(object, 'status', 'nodeInfo', 'containerRuntimeVersion') || '<unknown>',
  },
  persistentvolumeclaims: {
    Status: (object) => (object.metadata.deletionTimestamp ? 'Terminating' : text(object, 'status', 'phase')),
    Volume: (object) => text(object, 'spec', 'volumeName'),
    Capacity: (object) => text(object, 'status', 'capacity', 'storage'),
    'Access Modes': (object) => accessModes(listAt(objectAt(object, 'status'), 'accessModes')),
    StorageClass: (object) => text(object, 'spec', 'storageClassName'),
    VolumeAttributesClass: (object) => text(object, 'spec', 'volumeAttributesClassName') || '<unset>',
    VolumeMode: (object) => text(object, 'spec', 'volumeMode'),
  },
  pods: {
    Ready: (object) => `${ listAt(objectAt(object, 'status'), 'containerStatuses').filter((container) => isObject(container) && container.ready === true).length }/${ listAt(objectAt(object, 'spec'), 'containers').length }`,
    Status: (object) => (object.metadata.deletionTimestamp ? 'Terminating' : text(object, 'status', 'reason') || text(object, 'status', 'phase')),
    Restarts: (object) => textOf(listAt(objectAt(object, 'status'), 'containerStatuses').reduce<number>((sum, container) => sum + Number(isObject(container) ? container.restartCount ?? 0 : 0), 0)),
    IP: (object) => text(object, 'status', 'podIP') || '<none>',
    Node: (object) => text(object, 'spec', 'nodeName') || '<none>',
    'Nominated Node': (object) => text(object, 'status', 'nominatedNodeName') || '<none>',
    'Readiness Gates': () => '<none>',
  },
  secrets: { Type: (object) => text(object, 'type'), Data: (object) => size(object, 'data') },
  serviceaccounts: { Secrets: (object) => listAt(object, 'secrets').length },
  services: {
    Type: (object) => text(object, 'spec', 'type'),
    'Cluster-IP': (object) => text(object, 'spec', 'clusterIP') || '<none>',
    'External-IP': externalIp,
    'Port(s)': (object) => listAt(objectAt(object, 'spec'), 'ports').filter(isObject).map((port) => `${ textOf(port.port) }${ port.nodePort ? `:${ textOf(port.nodePort) }` : '' }/${ stringAt(port, 'protocol') }`).join(',') || '<none>',
    Selector: (object) => Object.entries(objectAt(objectAt(object, 'spec'), 'selector')).map(([key, value]) => `${ key }=${ textOf(value) }`).join(',') || '<none>',
  },
  'storageclasses.storage.k8s.io': {
    Provisioner: (object) => text(object, 'provisioner'),
    ReclaimPolicy: (object) => text(object, 'reclaimPolicy'),
    VolumeBindingMode: (object) => text(object, 'volumeBindingMode'),
    AllowVolumeExpansion: (object) => object.allowVolumeExpansion === true,
  },
};

const SHORT_MODES: Readonly<Record<string, string>> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

function accessModes(modes: readonly Json[]): string {
  return modes.map((mode) => SHORT_MODES[textOf(mode)] ?? textOf(mode)).join(',');
}

function nodeStatus(object: KubeObject): string {
  const ready = listAt(objectAt(object, 'status'), 'conditions').filter(isObject).find(({ type }) => type === 'Ready');
  const state = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';

  return valueAt(object, ['spec', 'unschedulable']) === true ? `${ state },SchedulingDisabled` : state;
}

function nodeAddress(object: KubeObject, type: string): string {
  const address = listAt(objectAt(object, 'status'), 'addresses').filter(isObject).find((candidate) => candidate.type === type);

  return (address && stringAt(address, 'address')) || '<none>';
}

function externalIp(object: KubeObject): string {
  const ingress = listAt(objectAt(objectAt(object, 'status'), 'loadBalancer'), 'ingress').filter(isObject).map((entry) => stringAt(entry, 'ip') || stringAt(entry, 'hostname'));
  const addresses = ingress.length ? ingress : listAt(objectAt(object, 'spec'), 'externalIPs');

  return addresses.map(textOf).join(',') || (valueAt(object, ['spec', 'type']) === 'LoadBalancer' ? '<pending>' : '<none>');
}

/** The cells of a built-in kind's row. */
export function builtInCells(resource: string, columns: readonly BuiltInColumn[], object: KubeObject, now: string): Json[] {
  const cells = CELLS[resource] ?? {};

  return columns.map(({ name }) => {
    switch (name) {
      case 'Name': return object.metadata.name;
      case 'Age': return ageOf(object.metadata.creationTimestamp, now);
      case 'Created At': return object.metadata.creationTimestamp;
      default: return cells[name]?.(object) ?? '';
    }
  });
}
