// Harvester's storage network controller (pkg/controller/master/storagenetwork), without the pods that it restarts.
import { createHash } from 'node:crypto';
import { numberAt, stringsAt } from '../admission/fields';
import { mutated } from '../admission/mutate';
import { networkMutator } from '../admission/network-attachment-definition';
import { HARVESTER_NAMESPACE, NETWORK_ATTACHMENT_DEFINITIONS, SETTINGS } from '../admission/resources';
import { STORAGE_NETWORK } from '../admission/storage-network';
import { isObject, stringAt } from '../objects';
import type { ClusterWriter, Controller, Json, JsonObject } from '../types';
import { statusOf, updateIfChanged, withCondition, withStatus } from './objects';

const MARK = 'storage-network.settings.harvesterhci.io';
const HASH_KEY = `${ MARK }/hash`;
const NETWORK_KEY = `${ MARK }/net-attach-def`;
const OLD_NETWORK_KEY = `${ MARK }/old-net-attach-def`;
/** The vlan that stands for "none": a bridge's default. */
const DEFAULT_VLAN = 1;

/** Makes the network that the setting describes, removes the one before, and notes both on the setting. */
export const storageNetworkController: Controller = {
  name:    'harvester-storage-network-controller',
  watches: [SETTINGS],
  reconcile({ object }, cluster) {
    const setting = object.metadata.name === STORAGE_NETWORK ? cluster.get(SETTINGS, undefined, STORAGE_NETWORK) : undefined;

    if (!setting) {
      return;
    }
    const value = stringAt(setting, 'value') || stringAt(setting, 'default');
    const hash = createHash('sha1').update(value).digest('hex');
    const { [HASH_KEY]: oldHash, [NETWORK_KEY]: oldNetwork = '' } = setting.metadata.annotations ?? {};

    if (oldHash === hash) {
      return;
    }
    const network = ensureNetwork(parsed(value), hash, cluster);
    const annotations = { ...setting.metadata.annotations, [HASH_KEY]: hash, [NETWORK_KEY]: network, [OLD_NETWORK_KEY]: oldNetwork };
    const configured = withStatus(setting, withCondition(statusOf(setting), 'configured', { status: 'True', reason: 'Completed' }));

    updateIfChanged(SETTINGS, setting, { ...configured, metadata: { ...configured.metadata, annotations } }, cluster);
    removeNetwork(oldNetwork, cluster);
  },
};

/** The network that the setting describes; undefined when it is off or can't be read. */
function parsed(value: string): JsonObject | undefined {
  try {
    const network = JSON.parse(value) as Json;

    return isObject(network) ? network : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the network's `namespace/name`, empty when there shall be none. */
function ensureNetwork(network: JsonObject | undefined, hash: string, cluster: ClusterWriter): string {
  const name = `storagenetwork-${ hash.slice(0, 5) }`;

  if (!network) {
    return '';
  }
  if (!cluster.get(NETWORK_ATTACHMENT_DEFINITIONS, HARVESTER_NAMESPACE, name)) {
    cluster.create(NETWORK_ATTACHMENT_DEFINITIONS, mutated([networkMutator], NETWORK_ATTACHMENT_DEFINITIONS, {
      apiVersion: 'k8s.cni.cncf.io/v1',
      kind:       'NetworkAttachmentDefinition',
      metadata:   {
        name,
        generateName: 'storagenetwork-',
        namespace:    HARVESTER_NAMESPACE,
        annotations:  { [MARK]: 'true' },
        labels:       { [HASH_KEY]: hash, ...(network.exclusiveVlan === true ? { [`${ MARK }/exclusivevlan`]: 'true' } : {}) },
      },
      spec: { config: JSON.stringify(bridgeConfig(network)) },
    }, cluster));
  }

  return `${ HARVESTER_NAMESPACE }/${ name }`;
}

/** Harvester's `BridgeConfig`, flat, in its own order of keys. */
function bridgeConfig(network: JsonObject): JsonObject {
  const exclude = stringsAt(network, 'exclude');

  return {
    cniVersion:  '0.3.1',
    type:        'bridge',
    bridge:      `${ stringAt(network, 'clusterNetwork') }-br`,
    promiscMode: true,
    vlan:        numberAt(network, 'vlan') || DEFAULT_VLAN,
    ipam:        { type: 'whereabouts', range: stringAt(network, 'range'), ...(exclude.length > 0 ? { exclude: [...exclude] } : {}) },
  };
}

function removeNetwork(id: string, cluster: ClusterWriter): void {
  const [namespace, name = ''] = id.split('/');

  if (namespace && cluster.get(NETWORK_ATTACHMENT_DEFINITIONS, namespace, name)) {
    cluster.remove(NETWORK_ATTACHMENT_DEFINITIONS, namespace, name);
  }
}
