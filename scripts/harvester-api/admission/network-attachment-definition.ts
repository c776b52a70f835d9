// The NetworkAttachmentDefinition webhooks of network-controller-harvester (pkg/webhook/nad) and, for Harvester's own networks, of Harvester.
import { objectAt, sameJson } from '../objects';
import type { AdmissionRequest, AdmissionRule, ClusterReader, JsonObject, KubeObject } from '../types';
import { Denied } from '../types';
import { numberAt } from './fields';
import {
  clusterNetworkMtu, clusterNetworkOf, instancesUsing, isOverlay, isSystemNetwork, machinesUsing, netConf, networkLabels, sameMtu,
} from './net-conf';
import type { NetConf } from './net-conf';
import { checkRoute, withFreshRoute } from './network-route';
import { Refusal, explained, notFound } from './refusal';
import { ADDONS, CLUSTER_NETWORKS, CLUSTER_NETWORK_KEY, NETWORK_ATTACHMENT_DEFINITIONS, SETTINGS, SUBNETS } from './resources';
import { subjectOf } from './subject';

const MAX_VLAN = 4094;
const MIN_BRIDGE_LENGTH = 3;
const MAX_BRIDGE_LENGTH = 15;

/** Writes the cluster network's MTU into a new network, and keeps an existing one's labels and route up to date. */
export const networkMutator: AdmissionRule = {
  resource:   NETWORK_ATTACHMENT_DEFINITIONS,
  operations: ['CREATE', 'UPDATE'],
  webhook:    'mutator.harvester-system.harvester-network-webhook',
  mutate(request, cluster) {
    const nad = subjectOf(request);
    const { oldObject } = request;

    if (nad.metadata.deletionTimestamp) {
      return nad;
    }

    return explained(wrapper(request), () => (oldObject ? relabelled(oldObject, nad, cluster) : withMtu(nad, cluster)));
  },
};

/** Refuses networks that the bridge can't carry, and changes under a running VM. */
export const networkValidator: AdmissionRule = {
  resource:   NETWORK_ATTACHMENT_DEFINITIONS,
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  webhook:    'validator.harvester-system.harvester-network-webhook',
  validate(request, cluster) {
    const nad = subjectOf(request);
    const { operation, oldObject } = request;

    if (operation !== 'DELETE' && nad.metadata.deletionTimestamp) {
      return;
    }
    explained(wrapper(request), () => {
      if (operation === 'DELETE') {
        checkUnused(nad, cluster);
      } else if (oldObject) {
        checkChange(oldObject, nad, cluster);
      } else {
        checkConfig(nad, cluster);
        checkRoute(nad);
      }
    });
  },
};

/** Keeps the network that a Harvester setting made and still uses. */
export const systemNetworkValidator: AdmissionRule = {
  resource:   NETWORK_ATTACHMENT_DEFINITIONS,
  operations: ['DELETE'],
  webhook:    'validator.harvesterhci.io',
  validate(request, cluster) {
    const { namespace = '', name } = subjectOf(request).metadata;
    const user = ['storage-network', 'rwx-network'].find((setting) => {
      const annotations = cluster.get(SETTINGS, undefined, setting)?.metadata.annotations;

      return annotations?.[`${ setting }.settings.harvesterhci.io/net-attach-def`] === `${ namespace }/${ name }`;
    });

    if (user) {
      throw new Denied(`cannot delete NetworkAttachmentDefinition ${ namespace }/${ name } which is used by Harvester setting '${ user }'`, 400, 'BadRequest');
    }
  },
};

function wrapper(request: AdmissionRequest): string {
  const { namespace = '', name } = subjectOf(request).metadata;

  return `can't ${ request.operation.toLowerCase() } nad ${ namespace }/${ name } because `;
}

/** Leaves a network on a missing cluster network alone: the validator words that refusal. */
function withMtu(nad: KubeObject, cluster: ClusterReader): KubeObject {
  const conf = netConf(nad);
  const clusterNetwork = isOverlay(conf) ? undefined : cluster.get(CLUSTER_NETWORKS, undefined, clusterNetworkOf(conf));

  if (!clusterNetwork) {
    return nad;
  }
  const mtu = clusterNetworkMtu(clusterNetwork, cluster);

  return sameMtu(mtu, conf.mtu) ? nad : { ...nad, spec: { ...objectAt(nad, 'spec'), config: JSON.stringify({ ...conf.raw, mtu }) } };
}

function relabelled(old: KubeObject, nad: KubeObject, cluster: ClusterReader): KubeObject {
  const annotations = withFreshRoute(netConf(old), netConf(nad), old.metadata.annotations ?? {}, nad.metadata.annotations ?? {});

  return {
    ...nad,
    metadata: { ...nad.metadata, labels: networkLabels(nad, cluster), ...(nad.metadata.annotations ? { annotations } : {}) },
  };
}

function checkChange(old: KubeObject, nad: KubeObject, cluster: ClusterReader): void {
  const was = netConf(old);
  const is = netConf(nad);

  checkRoute(nad);
  if (sameJson(was.raw, is.raw)) {
    return;
  }
  if (was.type !== is.type) {
    throw new Refusal(`nad cannot be updated from network type ${ was.type } to network type ${ is.type }`);
  }
  if (was.bridge !== is.bridge) {
    throw new Refusal(`nad bridge name can't be changed from ${ was.bridge } to ${ is.bridge }`);
  }
  checkConfig(nad, cluster);
  checkStopped(nad, cluster);
  if (isSystemNetwork(nad)) {
    throw new Refusal("system network nad's params can't be changed");
  }
}

function checkUnused(nad: KubeObject, cluster: ClusterReader): void {
  const conf = netConf(nad);

  if (isOverlay(conf)) {
    const { namespace = '', name } = nad.metadata;

    checkOverlayEnabled(cluster);
    const subnet = cluster.list(SUBNETS).find((candidate) => objectAt(candidate, 'spec').provider === `${ name }.${ namespace }.ovn`);

    if (subnet) {
      throw new Refusal(`subnet ${ subnet.metadata.name } is still using the nad ${ name } ${ namespace }`);
    }

    return;
  }
  checkUnderlay(nad, conf, cluster);
  checkStopped(nad, cluster);
  const machines = machinesUsing(nad, cluster);

  if (machines.length > 0) {
    throw new Refusal(`it's still used by VM(s) ${ machines.join(', ') } which must remove the related networks and interfaces`);
  }
}

function checkStopped(nad: KubeObject, cluster: ClusterReader): void {
  const instances = instancesUsing([nad], cluster);

  if (instances.length > 0) {
    throw new Refusal(`it's still used by VM(s) ${ instances.join(', ') } which must be stopped at first`);
  }
}

function checkUnderlay(nad: KubeObject, conf: NetConf, cluster: ClusterReader): void {
  const user = cluster.list('hostnetworkconfigs.network.harvesterhci.io').find((config) => {
    const spec = objectAt(config, 'spec');

    return spec.underlay === true && spec.clusterNetwork === clusterNetworkOf(conf) && numberAt(spec, 'vlanID') === conf.vlan;
  });

  if (user) {
    throw new Refusal(`hostnetworkconfig ${ user.metadata.name } is using nad ${ nad.metadata.name } vid ${ conf.vlan } as underlay on cluster network ${ clusterNetworkOf(conf) }, disable underlay first`);
  }
}

function checkConfig(nad: KubeObject, cluster: ClusterReader): void {
  const conf = netConf(nad);

  if (isOverlay(conf)) {
    checkOverlayEnabled(cluster);
    checkProvider(nad, conf);

    return;
  }
  checkVlan(conf);
  checkBridge(nad, conf);
  checkClusterNetwork(conf, cluster);
  checkExclusiveVlan(nad, conf, cluster);
}

function checkOverlayEnabled(cluster: ClusterReader): void {
  if (objectAt(cluster.get(ADDONS, 'kube-system', 'kubeovn-operator'), 'spec').enabled !== true) {
    throw new Refusal('kubeovn is not yet enabled');
  }
}

function checkProvider(nad: KubeObject, { type, provider }: NetConf): void {
  const parts = provider.split('.');
  const [name = '', namespace = ''] = parts;

  if (!provider) {
    throw new Refusal(`provider is empty for cni type ${ type }`);
  }
  if (parts.length < 3) {
    throw new Refusal(`invalid provider length ${ parts.length } for provider ${ provider }`);
  }
  if (name !== nad.metadata.name || namespace !== nad.metadata.namespace) {
    throw new Refusal(`invalid provider name ${ name } ${ namespace } for nad ${ nad.metadata.name } ${ nad.metadata.namespace ?? '' }`);
  }
}

function checkVlan({ vlan, vlanTrunk }: NetConf): void {
  if (vlan < 0 || vlan > MAX_VLAN) {
    throw new Refusal(`vlan ${ vlan } is out of range [0 .. ${ MAX_VLAN }]`);
  }
  if (vlanTrunk.length > 0 && vlan !== 0) {
    throw new Refusal('vlan can only be 0 when vlanTrunk is set');
  }
  vlanTrunk.forEach(checkTrunk);
}

function checkTrunk(trunk: JsonObject): void {
  const { minID, maxID } = trunk;

  for (const key of ['minID', 'maxID', 'id'] as const) {
    const value = trunk[key];

    if (value !== undefined && value !== null && (typeof value !== 'number' || value < 1 || value > MAX_VLAN)) {
      throw new Refusal(`incorrect trunk ${ key } parameter ${ JSON.stringify(value) }`);
    }
  }
  if (typeof minID === 'number' && typeof maxID === 'number' && minID > maxID) {
    throw new Refusal(`minID ${ minID } is greater than maxID ${ maxID } in trunk parameter`);
  }
  if (typeof minID !== typeof maxID) {
    throw new Refusal(`minID and maxID should be configured simultaneously, ${ typeof minID === 'number' ? 'maxID' : 'minID' } is missing`);
  }
  if (typeof minID !== 'number' && typeof trunk.id !== 'number') {
    throw new Refusal('all fields in this VlanTrunk are empty');
  }
}

function checkBridge(nad: KubeObject, conf: NetConf): void {
  const { bridge } = conf;
  const label = nad.metadata.labels?.[CLUSTER_NETWORK_KEY];

  if (bridge.length <= MIN_BRIDGE_LENGTH) {
    throw new Refusal(`the length of bridge name ${ bridge } is less than ${ MIN_BRIDGE_LENGTH }`);
  }
  if (bridge.length > MAX_BRIDGE_LENGTH) {
    throw new Refusal(`the length of the bridge name ${ bridge } can't be more than ${ MAX_BRIDGE_LENGTH }`);
  }
  if (!bridge.endsWith('-br')) {
    throw new Refusal(`the bridge name ${ bridge } does not include suffix -br`);
  }
  if (label && label !== clusterNetworkOf(conf)) {
    throw new Refusal(`the nad label ${ label } does not match bridge name ${ clusterNetworkOf(conf) }`);
  }
}

function checkClusterNetwork(conf: NetConf, cluster: ClusterReader): void {
  const name = clusterNetworkOf(conf);
  const clusterNetwork = cluster.get(CLUSTER_NETWORKS, undefined, name);

  if (!clusterNetwork) {
    throw new Refusal(`nad refers to a none-existing cluster network ${ name } or error ${ notFound(CLUSTER_NETWORKS, name) }`);
  }
  const mtu = clusterNetworkMtu(clusterNetwork, cluster);

  if (!sameMtu(mtu, conf.mtu)) {
    throw new Refusal(`nad MTU ${ conf.mtu } does not match cluster network MTU ${ mtu }`);
  }
}

function checkExclusiveVlan(nad: KubeObject, conf: NetConf, cluster: ClusterReader): void {
  const reserved = !isSystemNetwork(nad) && cluster.list(NETWORK_ATTACHMENT_DEFINITIONS).some((other) => other.metadata.labels?.['storage-network.settings.harvesterhci.io/exclusivevlan'] === 'true'
    && netConf(other).vlan === conf.vlan && netConf(other).bridge === conf.bridge);

  if (reserved) {
    throw new Refusal(`vlan ${ conf.vlan } is exclusively reserved for storage network`);
  }
}
