import type { Path } from './merge';

/** The keys that tell the entries of the list at a path apart; `[]` for a set of texts, `undefined` for a list that is one value. */
export type ListKeysAt = (path: Path) => readonly string[] | undefined;

type ListKeys = Readonly<Record<string, readonly string[]>>;

const SET: readonly string[] = [];

/** Source: k8s.io/apimachinery meta/v1 ObjectMeta. */
const METADATA: ListKeys = {
  'metadata.finalizers':     SET,
  'metadata.ownerReferences': ['uid'],
};

/** The lists of a pod's spec below `prefix`. Source: k8s.io/api core/v1 PodSpec and Container. */
function podSpec(prefix: string): ListKeys {
  const lists: Record<string, readonly string[]> = {
    [`${ prefix }.volumes`]:                   ['name'],
    [`${ prefix }.imagePullSecrets`]:          ['name'],
    [`${ prefix }.hostAliases`]:               ['ip'],
    [`${ prefix }.topologySpreadConstraints`]: ['topologyKey', 'whenUnsatisfiable'],
  };

  for (const containers of ['containers', 'initContainers', 'ephemeralContainers']) {
    lists[`${ prefix }.${ containers }`] = ['name'];
    lists[`${ prefix }.${ containers }.env`] = ['name'];
    lists[`${ prefix }.${ containers }.ports`] = ['containerPort', 'protocol'];
    lists[`${ prefix }.${ containers }.volumeMounts`] = ['mountPath'];
    lists[`${ prefix }.${ containers }.volumeDevices`] = ['devicePath'];
  }

  return lists;
}

/** Source: KubeVirt 1.8 VirtualMachineInstanceSpec, as generated into the CRDs. Disks, volumes, networks carry no list keys. */
function virtualMachineInstanceSpec(prefix: string): ListKeys {
  return {
    [`${ prefix }.topologySpreadConstraints`]: ['topologyKey', 'whenUnsatisfiable'],
    [`${ prefix }.resourceClaims`]:            ['name'],
    [`${ prefix }.utilityVolumes`]:            ['name'],
    [`${ prefix }.accessCredentials.sshPublicKey.propagationMethod.qemuGuestAgent.users`]: SET,
  };
}

/** By `group/Kind`, or `Kind` in the core group. Sources: k8s.io/api, and the CRDs' `x-kubernetes-list-map-keys`. */
const BY_KIND: Readonly<Record<string, ListKeys>> = {
  Pod:                    podSpec('spec'),
  Service:                { 'spec.ports': ['port', 'protocol'] },
  ServiceAccount:         { secrets: ['name'] },
  'apps/Deployment':      podSpec('spec.template.spec'),
  'apps/StatefulSet':     podSpec('spec.template.spec'),
  'apps/DaemonSet':       podSpec('spec.template.spec'),
  'apps/ReplicaSet':      podSpec('spec.template.spec'),
  'batch/Job':            podSpec('spec.template.spec'),
  'batch/CronJob':        podSpec('spec.jobTemplate.spec.template.spec'),

  'kubevirt.io/VirtualMachine':                    virtualMachineInstanceSpec('spec.template.spec'),
  'kubevirt.io/VirtualMachineInstance':            virtualMachineInstanceSpec('spec'),
  'harvesterhci.io/VirtualMachineTemplateVersion': virtualMachineInstanceSpec('spec.vm.spec.template.spec'),
  'monitoring.coreos.com/AlertmanagerConfig':      {
    'spec.receivers':                 ['name'],
    'spec.route.groupBy':             SET,
    'spec.route.activeTimeIntervals': SET,
    'spec.route.muteTimeIntervals':   SET,
  },
};

/** List keys of one type. Entries of keyed lists stand in a path as `[name=web]` and do not count as a level. */
export function listKeysOf(apiVersion: string | undefined, kind: string | undefined): ListKeysAt {
  const group = apiVersion?.includes('/') ? apiVersion.split('/')[0] : undefined;
  const name = group ? `${ group }/${ kind ?? '' }` : kind ?? '';
  const ofKind = Object.hasOwn(BY_KIND, name) ? BY_KIND[name] : undefined;

  return (path) => {
    const plain = path.filter((segment) => !segment.startsWith('[')).join('.');

    // A field may be called `constructor`.
    return [METADATA, ofKind ?? {}].find((lists) => Object.hasOwn(lists, plain))?.[plain];
  };
}
