// The ClusterNetwork webhook of network-controller-harvester (pkg/webhook/clusternetwork).
import type { AdmissionRule, ClusterReader, KubeObject } from '../types';
import { fullName } from './fields';
import { instancesUsing, isSystemNetwork, networksOn, sameMtu, vlanConfigMtu, vlanConfigsOf, whyNotMtu } from './net-conf';
import { Refusal, explained } from './refusal';
import { CLUSTER_NETWORKS, MANAGEMENT_NETWORK, UPLINK_MTU_KEY } from './resources';
import { subjectOf } from './subject';

const MAX_NAME_LENGTH = 12;

/** Keeps a cluster network's name usable as a device name, its MTU equal to its VlanConfigs', and itself while anything uses it. */
export const clusterNetworkValidator: AdmissionRule = {
  resource:   CLUSTER_NETWORKS,
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  webhook:    'validator.harvester-system.harvester-network-webhook',
  validate(request, cluster) {
    const network = subjectOf(request);
    const { operation, oldObject } = request;

    explained(`can't ${ operation.toLowerCase() } cluster network ${ network.metadata.name } because `, () => {
      if (operation === 'DELETE') {
        checkUnused(network, cluster);
      } else if (!oldObject) {
        checkNew(network);
      } else if (!network.metadata.deletionTimestamp) {
        checkMtu(oldObject, network, cluster);
      }
    });
  },
};

function checkNew({ metadata }: KubeObject): void {
  if (metadata.name.length > MAX_NAME_LENGTH) {
    throw new Refusal(`the length of the clusterNetwork name ${ metadata.name } is more than ${ MAX_NAME_LENGTH }`);
  }
  if (metadata.annotations?.[UPLINK_MTU_KEY] !== undefined) {
    throw new Refusal(`annotation ${ UPLINK_MTU_KEY } can't be added`);
  }
}

function checkMtu(old: KubeObject, network: KubeObject, cluster: ClusterReader): void {
  const mtu = mtuOf(network);

  if (network.metadata.name !== MANAGEMENT_NETWORK) {
    const other = vlanConfigsOf(network.metadata.name, cluster).find((config) => !config.metadata.deletionTimestamp && !sameMtu(vlanConfigMtu(config), mtu));

    if (other) {
      throw new Refusal(`clusternetwork has MTU ${ mtu }, but the vlanconfigs ${ other.metadata.name } has another MTU ${ vlanConfigMtu(other) }`);
    }

    return;
  }
  const was = mtuOf(old);

  if (!sameMtu(was, mtu)) {
    checkIdle(`the MTU can't be changed from ${ was } to ${ mtu } as`, cluster);
  }
}

/** No VlanConfig stands between the management network and those who use it. */
function checkIdle(refusal: string, cluster: ClusterReader): void {
  const networks = networksOn(MANAGEMENT_NETWORK, cluster);
  const system = networks.find(isSystemNetwork);
  const instances = instancesUsing(networks, cluster);

  if (system) {
    throw new Refusal(`${ refusal } nad ${ system.metadata.name } is still attached`);
  }
  if (instances.length > 0) {
    throw new Refusal(`${ refusal } following VMs must be stopped at first: ${ instances.join(', ') }`);
  }
}

function mtuOf({ metadata }: KubeObject): number {
  const written = metadata.annotations?.[UPLINK_MTU_KEY];
  const reason = written === undefined ? undefined : whyNotMtu(written);

  if (reason) {
    throw new Refusal(reason);
  }

  return Number(written ?? 1500);
}

function checkUnused({ metadata: { name } }: KubeObject, cluster: ClusterReader): void {
  if (name === MANAGEMENT_NETWORK) {
    throw new Refusal('it is not allowed');
  }
  const configs = vlanConfigsOf(name, cluster);
  const networks = networksOn(name, cluster);

  if (configs.length > 0) {
    throw new Refusal(`vlanconfig(s) [${ configs.map(({ metadata }) => metadata.name).join(' ') }] under this clusternetwork are still existing`);
  }
  if (networks.length > 0) {
    throw new Refusal(`nads(s) ${ networks.map(fullName).join(', ') } under this clusternetwork are still existing`);
  }
}
