// Source: harvester/load-balancer-harvester, loadbalancer.harvesterhci.io/v1beta1 ippool.go; CRD ippools.loadbalancer.harvesterhci.io.
import { conditionOf, hasPressingState, isBeingRemoved, isConditionTrue, verdictOf } from '../base/conditions';
import type { Column, DetailSection, FormTab, Option, ResourceReference, StandardColumn, StateDescriptor, StatusIn, TableCell, Usage, ValidationIssue } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';
import { addressSortKey } from '../base/ip-address';
import type { Condition } from '../base/kubernetes';
import { NOT_LOADED, type NotLoaded, type Relation } from '../base/lookup';
import { nameIssues } from '../base/name-issues';
import { numberOf, objectsIn, textOf } from '../base/partial';
import type { Namespace } from '../core/namespace';
import type { NetworkAttachmentDefinition } from '../k8s.cni.cncf.io/network-attachment-definition';
import { rangeIssues, type IPPoolRange } from './ip-ranges';
import { ALL, isGlobalSelector, MAX_PRIORITY, selectorIssues, type IPPoolScope, type IPPoolSelector } from './ip-pool-selector';
import type { LoadBalancer } from './load-balancer';

const TYPE = 'loadbalancer.harvesterhci.io.ippool';
const LOAD_BALANCER = 'loadbalancer.harvesterhci.io.loadbalancer';
const NETWORK = 'k8s.cni.cncf.io.networkattachmentdefinition';
const NAMESPACE = 'namespace';
const READY = 'Ready';
const PROJECT_ANNOTATION = 'field.cattle.io/projectId';
const VLAN_ID_LABEL = 'loadbalancer.harvesterhci.io/vid';

export interface IPPoolSpec {
  /** What the pool is for, in the operator's words. `spec.description`; absent: nothing was written. */
  description?: string;
  /** The addresses that the pool gives out. `spec.ranges`; required by the API server, at least one by the webhook. */
  ranges?: IPPoolRange[];
  /** Which load balancers the pool serves. `spec.selector`; absent: none by themselves, only those that name the pool. */
  selector?: IPPoolSelector;
}

export interface IPPoolStatus {
  /** How many addresses the pool can give out at all, the gateways left out. `status.total`; absent until the controller has run. */
  total?: number;
  /** How many addresses are left. `status.available`; absent until the controller has run. */
  available?: number;
  /** The address given out last, where the search for the next one goes on. `status.lastAllocated`; empty: none yet. */
  lastAllocated?: string;
  /** Who holds which address: address to `<namespace>/<load balancer>`. `status.allocated`; the only record there is. */
  allocated?: Record<string, string>;
  /** Who held an address before: the same holder is given the same address again. `status.allocatedHistory`. */
  allocatedHistory?: Record<string, string>;
  /** `Ready` when the ranges were taken over. `status.conditions`; absent until the controller has run. */
  conditions?: Condition[];
}

/** The pool's own states, worst first. A pool in none of them is shown as Steve says. */
export type IPPoolState = 'inconsistent' | 'not-ready' | 'waiting' | 'exhausted';

const holdersByPool: Relation<LoadBalancer> = {
  type: LOAD_BALANCER,
  key:  ({ metadata, status }) => isBeingRemoved(metadata) ? undefined : textOf(status?.allocatedAddress?.ipPool),
};
const requestersByPool: Relation<LoadBalancer> = { type: LOAD_BALANCER, key: ({ spec }) => textOf(spec?.ipPool) };
const loadBalancerById: Relation<LoadBalancer> = { type: LOAD_BALANCER, key: ({ id }) => id };
const networkById: Relation<NetworkAttachmentDefinition> = { type: NETWORK, key: ({ id }) => id };
const everyNetwork: Relation<NetworkAttachmentDefinition> = { type: NETWORK, key: () => ALL };
const everyNamespace: Relation<Namespace> = { type: NAMESPACE, key: () => ALL };
const everyPool: Relation<IPPool> = { type: TYPE, key: () => ALL };

/** Which state a pool is in: the first row that applies. */
const STATE_TABLE: readonly (readonly [IPPoolState, (pool: IPPool) => boolean])[] = [
  ['inconsistent', (pool) => pool.hasWrongCounts || pool.unrecordedHolders.length > 0],
  ['not-ready', ({ status }) => ['false', 'unknown'].includes(verdictOf(status, READY))],
  ['waiting', ({ status }) => verdictOf(status, READY) === 'missing'],
  ['exhausted', (pool) => pool.total !== undefined && pool.total > 0 && pool.available === 0],
];

/** The Rancher project of a namespace, `<cluster id>:<project id>`: the form in which scopes name it. */
function projectOf(namespace: Namespace): string | undefined {
  return textOf(namespace.metadata?.annotations?.[PROJECT_ANNOTATION]);
}

/** Makes sure that what is chosen now stays choosable, whatever is loaded. */
function withCurrent(options: readonly Option[], current: string | undefined): readonly Option[] {
  return current === undefined || options.some(({ value }) => value === current) ? options : [...options, { value: current, label: current }];
}

/** A set of addresses from which load balancers are given theirs. */
export class IPPool extends HarvesterResource<IPPoolSpec, IPPoolStatus> {
  static readonly type = TYPE;
  static readonly apiVersion = 'loadbalancer.harvesterhci.io/v1beta1';
  static readonly kind = 'IPPool';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'object';
  static readonly storeScoped = false;
  static override readonly relatedTypes: readonly string[] = [LOAD_BALANCER, NETWORK, NAMESPACE];

  static override readonly states: Readonly<Record<IPPoolState, StateDescriptor>> = {
    inconsistent: { color: 'error', labelKey: 'harvesterModels.ipPool.states.inconsistent' },
    'not-ready':  { color: 'warning', labelKey: 'harvesterModels.ipPool.states.notReady' },
    waiting:      { color: 'warning', labelKey: 'harvesterModels.ipPool.states.waiting' },
    exhausted:    { color: 'warning', labelKey: 'harvesterModels.ipPool.states.exhausted' },
  };

  static override readonly columns: readonly (StandardColumn | Column<IPPool>)[] = [
    'state',
    'name',
    {
      name: 'subnet', labelKey: 'harvesterModels.ipPool.columns.subnet', value: (pool) => pool.subnets.join(', ') || undefined, sort: (pool) => addressSortKey(pool.subnets[0]),
    },
    {
      name: 'available', labelKey: 'harvesterModels.ipPool.columns.available', value: (pool) => pool.available, sort: (pool) => pool.available ?? -1, usage: (pool) => pool.usage,
    },
    {
      name: 'network', labelKey: 'harvesterModels.ipPool.columns.network', value: (pool) => pool.networkId, link: (pool) => pool.networkReference,
    } satisfies Column<IPPool>,
    {
      name: 'allocated', labelKey: 'harvesterModels.ipPool.columns.allocated', value: (pool) => pool.allocatedCount, sort: (pool) => pool.allocatedCount,
    },
    'age',
  ];

  static override readonly formTabs: readonly FormTab<IPPool>[] = [
    {
      name:     'range',
      labelKey: 'harvesterModels.ipPool.tabs.range',
      fields:   [{
        kind:        'rows',
        path:        'spec.ranges',
        labelKey:    'harvesterModels.ipPool.fields.ranges',
        addLabelKey: 'harvesterModels.ipPool.fields.addRange',
        required:    true,
        min:         1,
        newRow:      () => ({}),
        fields:      [
          {
            kind: 'text', path: 'subnet', labelKey: 'harvesterModels.ipPool.fields.subnet', placeholderKey: 'harvesterModels.ipPool.fields.subnetPlaceholder', required: true,
          },
          { kind: 'text', path: 'rangeStart', labelKey: 'harvesterModels.ipPool.fields.rangeStart', placeholderKey: 'harvesterModels.ipPool.fields.rangeStartPlaceholder' },
          { kind: 'text', path: 'rangeEnd', labelKey: 'harvesterModels.ipPool.fields.rangeEnd', placeholderKey: 'harvesterModels.ipPool.fields.rangeEndPlaceholder' },
          { kind: 'text', path: 'gateway', labelKey: 'harvesterModels.ipPool.fields.gateway', placeholderKey: 'harvesterModels.ipPool.fields.gatewayPlaceholder' },
        ],
      }],
    },
    {
      name:     'selector',
      labelKey: 'harvesterModels.ipPool.tabs.selector',
      fields:   [
        {
          kind:       'select',
          path:       'spec.selector.network',
          labelKey:   'harvesterModels.ipPool.fields.network',
          tooltipKey: 'harvesterModels.ipPool.fields.networkTooltip',
          options:    (pool) => pool.networkOptions,
          read:       (pool) => pool.networkId ?? '',
          write:      (pool, value) => { pool.setNetwork(textOf(value)); },
        },
        {
          kind: 'number', path: 'spec.selector.priority', labelKey: 'harvesterModels.ipPool.fields.priority', tooltipKey: 'harvesterModels.ipPool.fields.priorityTooltip', min: 0, max: MAX_PRIORITY,
        },
        {
          kind:        'rows',
          path:        'spec.selector.scope',
          labelKey:    'harvesterModels.ipPool.fields.scopes',
          tooltipKey:  'harvesterModels.ipPool.fields.scopesTooltip',
          addLabelKey: 'harvesterModels.ipPool.fields.addScope',
          newRow:      () => ({ project: ALL, namespace: ALL, guestCluster: ALL }),
          fields:      [
            { kind: 'select', path: 'project', labelKey: 'harvesterModels.ipPool.fields.project', options: (pool, row) => pool.projectOptions(row) },
            { kind: 'select', path: 'namespace', labelKey: 'harvesterModels.ipPool.fields.namespace', options: (pool, row) => pool.namespaceOptions(row) },
            { kind: 'text', path: 'guestCluster', labelKey: 'harvesterModels.ipPool.fields.guestCluster', placeholderKey: 'harvesterModels.ipPool.fields.guestClusterPlaceholder' },
          ],
        },
      ],
    },
  ];

  static override readonly detailSections: readonly DetailSection<IPPool>[] = [
    { kind: 'usage', name: 'usage', labelKey: 'harvesterModels.ipPool.details.usage', usage: (pool) => pool.usage },
    {
      kind:     'table',
      name:     'holders',
      labelKey: 'harvesterModels.ipPool.details.holders',
      columns:  ['harvesterModels.ipPool.details.address', 'harvesterModels.ipPool.details.loadBalancer'],
      emptyKey: 'harvesterModels.ipPool.details.noHolders',
      rows:     (pool) => pool.holderRows,
    },
    {
      kind:     'table',
      name:     'unrecorded',
      labelKey: 'harvesterModels.ipPool.details.unrecorded',
      columns:  ['harvesterModels.ipPool.details.address', 'harvesterModels.ipPool.details.loadBalancer'],
      emptyKey: 'harvesterModels.ipPool.details.noUnrecorded',
      rows:     (pool) => pool.unrecordedHolders.map((loadBalancer) => [
        { text: loadBalancer.status?.allocatedAddress?.ip },
        { text: loadBalancer.id, link: loadBalancer.id === undefined ? undefined : { type: LOAD_BALANCER, id: loadBalancer.id } },
      ]),
    },
    {
      kind:     'table',
      name:     'ranges',
      labelKey: 'harvesterModels.ipPool.details.ranges',
      columns:  ['subnet', 'rangeStart', 'rangeEnd', 'gateway'].map((field) => `harvesterModels.ipPool.fields.${ field }`),
      emptyKey: 'harvesterModels.ipPool.details.noRanges',
      rows:     (pool) => pool.ranges.map(({ subnet, rangeStart, rangeEnd, gateway }) => [subnet, rangeStart, rangeEnd, gateway].map((text) => ({ text: textOf(text) }))),
    },
    {
      kind:     'facts',
      name:     'selector',
      labelKey: 'harvesterModels.ipPool.details.selector',
      facts:    [
        { labelKey: 'harvesterModels.ipPool.fields.network', value: (pool) => pool.networkId, link: (pool) => pool.networkReference },
        { labelKey: 'harvesterModels.ipPool.details.vlanId', value: (pool) => pool.vlanId },
        { labelKey: 'harvesterModels.ipPool.fields.priority', value: (pool) => pool.priority },
        { labelKey: 'harvesterModels.ipPool.details.global', value: (pool) => pool.t(`harvesterModels.common.${ pool.isGlobal ? 'yes' : 'no' }`) },
      ],
    },
    {
      kind:     'table',
      name:     'scopes',
      labelKey: 'harvesterModels.ipPool.details.scopes',
      columns:  ['project', 'namespace', 'guestCluster'].map((field) => `harvesterModels.ipPool.fields.${ field }`),
      emptyKey: 'harvesterModels.ipPool.details.noScopes',
      rows:     (pool) => pool.scopes.map(({ project, namespace, guestCluster }) => [project, namespace, guestCluster].map((text) => ({ text: textOf(text) }))),
    },
    { kind: 'conditions', name: 'conditions', labelKey: 'harvesterModels.common.conditions' },
  ];

  /** The pool's ranges. `spec.ranges`; empty while the pool is being created. */
  get ranges(): readonly IPPoolRange[] {
    return objectsIn(this.spec?.ranges);
  }

  /** The networks that the pool's addresses are of, in CIDR notation. `spec.ranges[].subnet`; a range without one is left out. */
  get subnets(): readonly string[] {
    return this.ranges.flatMap(({ subnet }) => textOf(subnet) ?? []);
  }

  /** The VM network whose load balancers the pool serves, `<namespace>/<name>`. `spec.selector.network`; `undefined`: no VM network. */
  get networkId(): string | undefined {
    return textOf(this.spec?.selector?.network);
  }

  /** Which pool wins when several fit: the highest. `spec.selector.priority`, 0 when absent. */
  get priority(): number {
    return numberOf(this.spec?.selector?.priority) ?? 0;
  }

  /** Whom the pool serves. `spec.selector.scope`; empty: nobody. */
  get scopes(): readonly IPPoolScope[] {
    return objectsIn(this.spec?.selector?.scope);
  }

  /** The VLAN that the addresses are of. Label `loadbalancer.harvesterhci.io/vid`, set by the webhook; `undefined` before. */
  get vlanId(): string | undefined {
    return textOf(this.metadata?.labels?.[VLAN_ID_LABEL]);
  }

  /** True for the pool of last resort, which serves whoever no other pool serves. Computed from `spec.selector.scope`. */
  get isGlobal(): boolean {
    return isGlobalSelector(this.spec?.selector);
  }

  /** How many addresses the pool can give out at all. `status.total`; `undefined` until the controller has run. */
  get total(): number | undefined {
    return numberOf(this.status?.total);
  }

  /** How many addresses are left. `status.available`; `undefined` until the controller has run, below 0 after records were lost. */
  get available(): number | undefined {
    return numberOf(this.status?.available);
  }

  /** Who holds which address: address to `<namespace>/<load balancer>`. `status.allocated`; empty when nobody holds one. */
  get allocated(): Readonly<Record<string, string>> {
    return this.status?.allocated ?? {};
  }

  /** How many addresses are given out. Counted in `status.allocated`. */
  get allocatedCount(): number {
    return Object.keys(this.allocated).length;
  }

  /** How full the pool is, in addresses. From `status.total` and `status.available`; `undefined` until both are known and make sense. */
  get usage(): Usage | undefined {
    const { total, available } = this;

    return total === undefined || available === undefined || total <= 0 ? undefined : { used: Math.min(Math.max(total - available, 0), total), total };
  }

  /** True when the controller has taken the ranges over. Condition `Ready`; false also while there is none. */
  get isReady(): boolean {
    return isConditionTrue(this.status, READY);
  }

  /** True when the counts can not be: fewer than no address is left, or `total` is not `available` plus the number of holders. Then records were lost. */
  get hasWrongCounts(): boolean {
    const { total, available } = this;

    return total !== undefined && available !== undefined && (available < 0 || available + this.allocatedCount !== total);
  }

  override get ownState(): IPPoolState | undefined {
    return hasPressingState(this.metadata) ? undefined : STATE_TABLE.find(([, applies]) => applies(this))?.[0];
  }

  override get ownStateMessage(): string | undefined {
    switch (this.ownState) {
      case 'inconsistent': {
        const [holder] = this.unrecordedHolders;

        return holder
          ? this.t('harvesterModels.ipPool.messages.unrecorded', { loadBalancer: holder.id ?? '', address: holder.status?.allocatedAddress?.ip ?? '' })
          : this.t('harvesterModels.ipPool.messages.wrongCounts', { total: this.total ?? 0, available: this.available ?? 0, allocated: this.allocatedCount });
      }
      case 'not-ready': return textOf(conditionOf(this.status, READY)?.message) ?? this.t('harvesterModels.ipPool.messages.notReady');
      case 'waiting': return this.t('harvesterModels.ipPool.messages.waiting');
      case 'exhausted': return this.t('harvesterModels.ipPool.messages.exhausted', { total: this.total ?? 0 });
      case undefined: return undefined;
    }
  }

  /** The VM network of the selector. By `spec.selector.network`; `undefined` when none is chosen or it does not exist. */
  get network(): NetworkAttachmentDefinition | undefined | NotLoaded {
    return this.networkId === undefined ? undefined : this.lookup.one(networkById, this.networkId);
  }

  /** The load balancers that say they hold an address of this pool. By `status.allocatedAddress.ipPool`; those being removed are left out. */
  get holders(): readonly LoadBalancer[] | NotLoaded {
    return this.lookup.many(holdersByPool, this.id ?? '');
  }

  /** The load balancers that ask for this pool by name. By `spec.ipPool`. */
  get requesters(): readonly LoadBalancer[] | NotLoaded {
    return this.lookup.many(requestersByPool, this.id ?? '');
  }

  /** The holders that the pool has no record of: their address can be given to somebody else. Empty while they are not loaded. */
  get unrecordedHolders(): readonly LoadBalancer[] {
    const { holders, allocated } = this;

    return holders === NOT_LOADED ? [] : holders.filter(({ id, status }) => {
      const address = textOf(status?.allocatedAddress?.ip);

      return address !== undefined && allocated[address] !== id;
    });
  }

  private get networkReference(): ResourceReference | undefined {
    return this.networkId === undefined || this.network === undefined ? undefined : { type: NETWORK, id: this.networkId };
  }

  private get holderRows(): readonly (readonly TableCell[])[] {
    return Object.entries(this.allocated)
      .sort(([one], [other]) => addressSortKey(one).localeCompare(addressSortKey(other)))
      .map(([address, holder]) => [
        { text: address },
        { text: holder, link: this.lookup.one(loadBalancerById, holder) === undefined ? undefined : { type: LOAD_BALANCER, id: holder } },
      ]);
  }

  private get networkOptions(): readonly Option[] {
    const networks = this.lookup.many(everyNetwork, ALL);
    const choices = networks === NOT_LOADED ? [] : networks.flatMap(({ id }): Option[] => id === undefined ? [] : [{ value: id, label: id }]);

    return withCurrent([{ value: '', labelKey: 'harvesterModels.common.none' }, ...choices], this.networkId);
  }

  private namespaceOptions(row = 0): readonly Option[] {
    const namespaces = this.lookup.many(everyNamespace, ALL);
    const project = textOf(this.scopes[row]?.project) ?? ALL;
    const choices = namespaces === NOT_LOADED ? [] : namespaces.filter((namespace) => project === ALL || projectOf(namespace) === project);

    return withCurrent(
      [{ value: ALL, labelKey: 'harvesterModels.common.all' }, ...choices.flatMap(({ id }): Option[] => id === undefined ? [] : [{ value: id, label: id }])],
      textOf(this.scopes[row]?.namespace),
    );
  }

  private projectOptions(row = 0): readonly Option[] {
    const namespaces = this.lookup.many(everyNamespace, ALL);
    const projects = new Set(namespaces === NOT_LOADED ? [] : namespaces.flatMap((namespace) => projectOf(namespace) ?? []));

    return withCurrent(
      [{ value: ALL, labelKey: 'harvesterModels.common.all' }, ...[...projects].sort().map((id): Option => ({ value: id, label: id }))],
      textOf(this.scopes[row]?.project),
    );
  }

  private setNetwork(network: string | undefined): void {
    if (network === this.networkId) {
      return;
    }

    this.spec ??= {};
    this.spec.selector ??= {};

    if (network === undefined) {
      delete this.spec.selector.network;
    } else {
      this.spec.selector.network = network;
    }
  }

  override applyDefaults(): void {
    this.spec ??= {};
    this.spec.ranges ??= [{}];
  }

  override issues(): readonly ValidationIssue[] {
    if (isBeingRemoved(this.metadata)) {
      return [];
    }

    const pools = this.lookup.many(everyPool, ALL);
    const others = pools === NOT_LOADED ? [] : pools.filter(({ name }) => name !== this.name);

    return [
      ...nameIssues(this.metadata, 'label'),
      ...rangeIssues(this.ranges, this.allocated, others.map(({ name, ranges }) => ({ name: name ?? '', ranges }))),
      ...selectorIssues(this.spec?.selector, others.map(({ name, spec }) => ({ name: name ?? '', selector: spec?.selector })), (id) => this.networkExists(id)),
    ];
  }

  private networkExists(id: string): boolean | undefined {
    const network = this.lookup.one(networkById, id);

    return network === NOT_LOADED ? undefined : network !== undefined;
  }
}
