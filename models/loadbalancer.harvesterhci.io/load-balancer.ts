// Source: harvester/load-balancer-harvester, loadbalancer.harvesterhci.io/v1beta1 loadbalancer.go; CRD loadbalancers.loadbalancer.harvesterhci.io.
import { conditionOf, hasPressingState, isBeingRemoved, isConditionTrue, verdictOf } from '../base/conditions';
import type { Column, DetailSection, FormTab, Option, ResourceReference, StandardColumn, StateDescriptor, StatusIn, TableCell, ValidationIssue } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';
import { addressSortKey } from '../base/ip-address';
import type { Condition, ObjectMeta } from '../base/kubernetes';
import { NOT_LOADED, type NotLoaded, type Relation } from '../base/lookup';
import { nameIssues } from '../base/name-issues';
import { numberOf, objectsIn, textOf } from '../base/partial';
import type { IPPool } from './ip-pool';
import { healthCheckIssues, listenerIssues, MAX_PORT, MIN_PORT, TCP, THRESHOLDS, type LoadBalancerHealthCheck, type LoadBalancerListener } from './listeners';

const TYPE = 'loadbalancer.harvesterhci.io.loadbalancer';
const POOL = 'loadbalancer.harvesterhci.io.ippool';
const VIRTUAL_MACHINE = 'kubevirt.io.virtualmachine';
const READY = 'Ready';

/** Ports whose number browsers leave out of an address. */
const WELL_KNOWN_PORTS: readonly (number | undefined)[] = [80, 443];

export interface LoadBalancerSpec {
  /** What the load balancer is for, in the operator's words. `spec.description`; absent: nothing was written. */
  description?: string;
  /** What stands behind: VMs, or a guest Kubernetes cluster, whose cloud provider then owns the load balancer. `spec.workloadType`; absent: `vm`. */
  workloadType?: 'vm' | 'cluster';
  /** Where the address comes from. `spec.ipam`; absent: `pool`. Can not be changed later. */
  ipam?: 'pool' | 'dhcp';
  /** Name of the pool that must give the address. `spec.ipPool`; absent or empty: the pool whose selector fits best. */
  ipPool?: string;
  /** The ports. `spec.listeners`; at least one for VMs. */
  listeners?: LoadBalancerListener[];
  /** Which VMs of the namespace are servers: for every key, the label's value is one of the list. `spec.backendServerSelector`; empty: none. */
  backendServerSelector?: Record<string, string[]>;
  /** How servers are probed. `spec.healthCheck`; absent, or without a port: not at all. */
  healthCheck?: LoadBalancerHealthCheck;
}

/** The address that a pool has given. Source: v1beta1 AllocatedAddress. */
interface AllocatedAddress {
  /** Name of the pool that the address belongs to. `status.allocatedAddress.ipPool`. */
  ipPool?: string;
  /** The address. `status.allocatedAddress.ip`; `0.0.0.0` while a DHCP address is awaited. */
  ip?: string;
  /** Netmask, dotted. `status.allocatedAddress.mask`. */
  mask?: string;
  /** Router. `status.allocatedAddress.gateway`. */
  gateway?: string;
}

export interface LoadBalancerStatus {
  /** The address at which the load balancer answers. `status.address`; absent until it has one. */
  address?: string;
  /** Addresses of the servers in use. `status.backendServers`; absent or empty: none. */
  backendServers?: string[];
  /** What was taken from a pool. `status.allocatedAddress`; absent for DHCP and until the controller has run. */
  allocatedAddress?: AllocatedAddress;
  /** `Ready` when the address is served. `status.conditions`; absent until the controller has run. */
  conditions?: Condition[];
}

/** The load balancer's own states, worst first. One in none of them is shown as Steve says. */
export type LoadBalancerState = 'address-conflict' | 'not-ready' | 'waiting';

/** As much of a virtual machine as a load balancer asks for. Source: kubevirt.io/v1 VirtualMachine. */
export interface BackendMachine {
  readonly id: string | undefined;
  readonly metadata?: ObjectMeta | undefined;
  readonly spec?: { readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } } };
}

const poolById: Relation<IPPool> = { type: POOL, key: ({ id }) => id };
const everyPool: Relation<IPPool> = { type: POOL, key: () => '*' };
const loadBalancerById: Relation<LoadBalancer> = { type: TYPE, key: ({ id }) => id };
const machinesByNamespace: Relation<BackendMachine> = { type: VIRTUAL_MACHINE, key: ({ metadata }) => metadata?.namespace };
const byPoolAddress: Relation<LoadBalancer> = {
  type: TYPE,
  key:  ({ metadata, status }) => isBeingRemoved(metadata) ? undefined : poolAddressOf(status),
};

/** An address within its pool, where nobody else may have it. */
function poolAddressOf(status: LoadBalancerStatus | undefined): string | undefined {
  const { ipPool, ip } = status?.allocatedAddress ?? {};

  return textOf(ipPool) === undefined || textOf(ip) === undefined ? undefined : `${ ipPool }/${ ip }`;
}

/** Which state a load balancer is in: the first row that applies. */
const STATE_TABLE: readonly (readonly [LoadBalancerState, (loadBalancer: LoadBalancer) => boolean])[] = [
  ['address-conflict', (loadBalancer) => loadBalancer.addressRivals.length > 0],
  ['not-ready', ({ status }) => ['false', 'unknown'].includes(verdictOf(status, READY))],
  ['waiting', ({ status }) => verdictOf(status, READY) === 'missing'],
];

/** One address in front of several servers. */
export class LoadBalancer extends HarvesterResource<LoadBalancerSpec, LoadBalancerStatus> {
  static readonly type = TYPE;
  static readonly apiVersion = 'loadbalancer.harvesterhci.io/v1beta1';
  static readonly kind = 'LoadBalancer';
  static readonly namespaced = true;
  static readonly statusIn: StatusIn = 'object';
  static readonly storeScoped = false;
  static override readonly relatedTypes: readonly string[] = [POOL, VIRTUAL_MACHINE];

  static override readonly states: Readonly<Record<LoadBalancerState, StateDescriptor>> = {
    'address-conflict': { color: 'error', labelKey: 'harvesterModels.loadBalancer.states.addressConflict' },
    'not-ready':        { color: 'warning', labelKey: 'harvesterModels.loadBalancer.states.notReady' },
    waiting:            { color: 'warning', labelKey: 'harvesterModels.loadBalancer.states.waiting' },
  };

  static override readonly columns: readonly (StandardColumn | Column<LoadBalancer>)[] = [
    'state',
    'name',
    'namespace',
    {
      name: 'address', labelKey: 'harvesterModels.loadBalancer.columns.address', value: (loadBalancer) => loadBalancer.endpoints.join(', ') || undefined, sort: ({ address }) => addressSortKey(address),
    },
    { name: 'workloadType', labelKey: 'harvesterModels.loadBalancer.columns.workloadType', value: (loadBalancer) => loadBalancer.workloadTypeLabel },
    { name: 'ipam', labelKey: 'harvesterModels.loadBalancer.columns.ipam', value: (loadBalancer) => loadBalancer.ipamLabel },
    {
      name: 'pool', labelKey: 'harvesterModels.loadBalancer.columns.pool', value: (loadBalancer) => loadBalancer.poolName, link: (loadBalancer) => loadBalancer.poolReference,
    } satisfies Column<LoadBalancer>,
    'age',
  ];

  static override readonly formTabs: readonly FormTab<LoadBalancer>[] = [
    {
      name:     'basic',
      labelKey: 'harvesterModels.loadBalancer.tabs.basic',
      fields:   [
        {
          kind:      'select',
          path:      'spec.ipam',
          labelKey:  'harvesterModels.loadBalancer.fields.ipam',
          required:  true,
          immutable: true,
          options:   () => ['dhcp', 'pool'].map((value) => ({ value, labelKey: `harvesterModels.loadBalancer.ipam.${ value }` })),
          read:      (loadBalancer) => loadBalancer.ipam,
          write:     (loadBalancer, value) => { loadBalancer.setIpam(value); },
        },
        {
          kind:     'select',
          path:     'spec.ipPool',
          labelKey: 'harvesterModels.loadBalancer.fields.ipPool',
          visible:  ({ ipam }) => ipam === 'pool',
          options:  (loadBalancer) => loadBalancer.poolOptions,
          read:     (loadBalancer) => textOf(loadBalancer.spec?.ipPool) ?? '',
          write:    (loadBalancer, value) => { loadBalancer.setPool(textOf(value)); },
        },
      ],
    },
    {
      name:     'listeners',
      labelKey: 'harvesterModels.loadBalancer.tabs.listeners',
      visible:  ({ isForMachines }) => isForMachines,
      fields:   [{
        kind:        'rows',
        path:        'spec.listeners',
        labelKey:    'harvesterModels.loadBalancer.fields.listeners',
        addLabelKey: 'harvesterModels.loadBalancer.fields.addListener',
        required:    true,
        min:         1,
        newRow:      () => ({ protocol: TCP }),
        fields:      [
          { kind: 'text', path: 'name', labelKey: 'harvesterModels.loadBalancer.fields.listenerName' },
          {
            kind: 'select', path: 'protocol', labelKey: 'harvesterModels.loadBalancer.fields.protocol', required: true, options: () => [TCP, 'UDP'].map((value) => ({ value, label: value })),
          },
          {
            kind: 'number', path: 'port', labelKey: 'harvesterModels.loadBalancer.fields.port', required: true, min: MIN_PORT, max: MAX_PORT,
          },
          {
            kind: 'number', path: 'backendPort', labelKey: 'harvesterModels.loadBalancer.fields.backendPort', required: true, min: MIN_PORT, max: MAX_PORT,
          },
        ],
      }],
    },
    {
      name:     'backend',
      labelKey: 'harvesterModels.loadBalancer.tabs.backend',
      visible:  ({ isForMachines }) => isForMachines,
      fields:   [{
        kind:        'key-list',
        path:        'spec.backendServerSelector',
        labelKey:    'harvesterModels.loadBalancer.fields.backendServerSelector',
        tooltipKey:  'harvesterModels.loadBalancer.fields.backendServerSelectorTooltip',
        addLabelKey: 'harvesterModels.loadBalancer.fields.addBackendServerSelector',
      }],
    },
    {
      name:     'healthCheck',
      labelKey: 'harvesterModels.loadBalancer.tabs.healthCheck',
      visible:  ({ isForMachines }) => isForMachines,
      fields:   [
        {
          kind:     'select',
          path:     'spec.healthCheck.port',
          labelKey: 'harvesterModels.loadBalancer.fields.healthCheckPort',
          options:  (loadBalancer) => loadBalancer.healthCheckPortOptions,
          read:     (loadBalancer) => loadBalancer.healthCheckPort ?? '',
          write:    (loadBalancer, value) => { loadBalancer.setHealthCheckPort(numberOf(value)); },
        },
        ...THRESHOLDS.map((field) => ({
          kind:     'number' as const,
          path:     `spec.healthCheck.${ field }`,
          labelKey: `harvesterModels.loadBalancer.fields.${ field }`,
          min:      1,
          visible:  (loadBalancer: LoadBalancer) => loadBalancer.healthCheckPort !== undefined,
        })),
      ],
    },
  ];

  static override readonly detailSections: readonly DetailSection<LoadBalancer>[] = [
    {
      kind:     'facts',
      name:     'facts',
      labelKey: 'harvesterModels.loadBalancer.details.facts',
      facts:    [
        { labelKey: 'harvesterModels.loadBalancer.columns.address', value: ({ address }) => address },
        { labelKey: 'harvesterModels.loadBalancer.columns.ipam', value: (loadBalancer) => loadBalancer.ipamLabel },
        { labelKey: 'harvesterModels.loadBalancer.columns.pool', value: ({ poolName }) => poolName, link: (loadBalancer) => loadBalancer.poolReference },
        { labelKey: 'harvesterModels.loadBalancer.details.mask', value: ({ status }) => textOf(status?.allocatedAddress?.mask) },
        { labelKey: 'harvesterModels.loadBalancer.details.gateway', value: ({ status }) => textOf(status?.allocatedAddress?.gateway) },
        { labelKey: 'harvesterModels.loadBalancer.columns.workloadType', value: (loadBalancer) => loadBalancer.workloadTypeLabel },
        { labelKey: 'harvesterModels.loadBalancer.fields.healthCheckPort', value: ({ healthCheckPort }) => healthCheckPort },
        ...THRESHOLDS.map((field) => ({ labelKey: `harvesterModels.loadBalancer.fields.${ field }`, value: ({ spec }: LoadBalancer) => numberOf(spec?.healthCheck?.[field]) })),
      ],
    },
    {
      kind:     'table',
      name:     'listeners',
      labelKey: 'harvesterModels.loadBalancer.details.listeners',
      columns:  ['listenerName', 'protocol', 'port', 'backendPort'].map((field) => `harvesterModels.loadBalancer.fields.${ field }`),
      emptyKey: 'harvesterModels.loadBalancer.details.noListeners',
      rows:     ({ listeners }) => listeners.map(({ name, protocol, port, backendPort }) => [
        { text: textOf(name) }, { text: textOf(protocol) }, { text: numberOf(port) }, { text: numberOf(backendPort) },
      ]),
    },
    {
      kind:     'table',
      name:     'backendServers',
      labelKey: 'harvesterModels.loadBalancer.details.backendServers',
      columns:  ['harvesterModels.loadBalancer.columns.address'],
      emptyKey: 'harvesterModels.loadBalancer.details.noBackendServers',
      rows:     ({ backendServers }) => backendServers.map((text) => [{ text }]),
    },
    {
      kind:     'table',
      name:     'backendMachines',
      labelKey: 'harvesterModels.loadBalancer.details.backendMachines',
      columns:  ['harvesterModels.loadBalancer.details.machine'],
      emptyKey: 'harvesterModels.loadBalancer.details.noBackendMachines',
      rows:     (loadBalancer) => loadBalancer.backendMachineRows,
    },
    { kind: 'conditions', name: 'conditions', labelKey: 'harvesterModels.common.conditions' },
  ];

  /** What stands behind the load balancer. `spec.workloadType`, `vm` when absent, as the server reads it. */
  get workloadType(): 'vm' | 'cluster' {
    return this.spec?.workloadType === 'cluster' ? 'cluster' : 'vm';
  }

  /** True when the load balancer is Harvester's own and may be edited here; false when a guest cluster's cloud provider owns it. */
  get isForMachines(): boolean {
    return this.workloadType === 'vm';
  }

  /** Where the address comes from. `spec.ipam`, `pool` when absent, as the server reads it. */
  get ipam(): 'pool' | 'dhcp' {
    return this.spec?.ipam === 'dhcp' ? 'dhcp' : 'pool';
  }

  /** The ports that the load balancer listens on. `spec.listeners`; empty for a guest cluster's. */
  get listeners(): readonly LoadBalancerListener[] {
    return objectsIn(this.spec?.listeners);
  }

  /** The address at which the load balancer answers. `status.address`; `undefined` until it has one. */
  get address(): string | undefined {
    return textOf(this.status?.address);
  }

  /** The address with each listener's port, where that is none of the well-known ones; each once. Empty until there is an address. */
  get endpoints(): readonly string[] {
    const { address } = this;

    if (address === undefined) {
      return [];
    }

    const host = address.includes(':') ? `[${ address }]` : address;
    const endpoints = this.listeners.flatMap(({ port }) => port === undefined ? [] : WELL_KNOWN_PORTS.includes(port) ? address : `${ host }:${ port }`);

    return endpoints.length ? [...new Set(endpoints)] : [address];
  }

  /** Addresses of the servers in use. `status.backendServers`; empty: none, or the controller has not run. */
  get backendServers(): readonly string[] {
    const servers = this.status?.backendServers;

    return Array.isArray(servers) ? servers.filter((server) => typeof server === 'string') : [];
  }

  /** The pool that gave the address, else the pool that is asked for. `status.allocatedAddress.ipPool`, `spec.ipPool`; `undefined`: not known yet, or DHCP. */
  get poolName(): string | undefined {
    return textOf(this.status?.allocatedAddress?.ipPool) ?? (this.ipam === 'pool' ? textOf(this.spec?.ipPool) : undefined);
  }

  /** The backend port that is probed. `spec.healthCheck.port`; `undefined`: there is no health check. */
  get healthCheckPort(): number | undefined {
    return numberOf(this.spec?.healthCheck?.port) || undefined;
  }

  /** True when the address is served. Condition `Ready`; false also while there is none. */
  get isReady(): boolean {
    return isConditionTrue(this.status, READY);
  }

  override get ownState(): LoadBalancerState | undefined {
    return hasPressingState(this.metadata) ? undefined : STATE_TABLE.find(([, applies]) => applies(this))?.[0];
  }

  override get ownStateMessage(): string | undefined {
    switch (this.ownState) {
      case 'address-conflict': return this.t('harvesterModels.loadBalancer.messages.addressConflict', {
        address: this.status?.allocatedAddress?.ip ?? '', loadBalancer: this.addressRivals[0]?.id ?? '',
      });
      case 'not-ready': return textOf(conditionOf(this.status, READY)?.message) ?? this.t('harvesterModels.loadBalancer.messages.notReady');
      case 'waiting': return this.t('harvesterModels.loadBalancer.messages.waiting');
      case undefined: return undefined;
    }
  }

  /** The pool of `poolName`; `undefined` when none is known or it does not exist. */
  get pool(): IPPool | undefined | NotLoaded {
    return this.poolName === undefined ? undefined : this.lookup.one(poolById, this.poolName);
  }

  /** Other load balancers that hold the same address of the same pool: the pool lost its records. Empty while they are not loaded. */
  get addressRivals(): readonly LoadBalancer[] {
    const key = poolAddressOf(this.status);
    const sharing = key === undefined ? [] : this.lookup.many(byPoolAddress, key);

    return sharing === NOT_LOADED ? [] : sharing.filter(({ id }) => id !== this.id);
  }

  /** The VMs of the namespace that the backend selector means. By namespace and `spec.template.metadata.labels`; an empty selector means none. */
  get backendMachines(): readonly BackendMachine[] | NotLoaded {
    const selector = Object.entries(this.spec?.backendServerSelector ?? {});

    if (selector.length === 0 || this.metadata?.namespace === undefined) {
      return [];
    }

    const machines = this.lookup.many(machinesByNamespace, this.metadata.namespace);

    return machines === NOT_LOADED ? NOT_LOADED : machines.filter(({ spec }) => {
      const labels = spec?.template?.metadata?.labels ?? {};

      return selector.every(([key, values]) => {
        const value = labels[key];

        return value !== undefined && Array.isArray(values) && values.includes(value);
      });
    });
  }

  override get canUpdate(): boolean {
    return this.isForMachines && super.canUpdate;
  }

  override get canCustomEdit(): boolean {
    return this.isForMachines && super.canCustomEdit;
  }

  override get canClone(): boolean {
    return this.isForMachines && super.canClone;
  }

  private get poolReference(): ResourceReference | undefined {
    return this.poolName === undefined || this.pool === undefined ? undefined : { type: POOL, id: this.poolName };
  }

  private get workloadTypeLabel(): string {
    return this.t(`harvesterModels.loadBalancer.workloadType.${ this.workloadType }`);
  }

  private get ipamLabel(): string {
    return this.t(`harvesterModels.loadBalancer.ipam.${ this.ipam }`);
  }

  private get backendMachineRows(): readonly (readonly TableCell[])[] {
    const { backendMachines } = this;

    return backendMachines === NOT_LOADED ? [] : backendMachines.map(({ id }) => [{ text: id, link: id === undefined ? undefined : { type: VIRTUAL_MACHINE, id } }]);
  }

  private get poolOptions(): readonly Option[] {
    const pools = this.lookup.many(everyPool, '*');
    const names = new Set(pools === NOT_LOADED ? [] : pools.flatMap(({ id }) => id ?? []));
    const current = textOf(this.spec?.ipPool);

    if (current !== undefined) {
      names.add(current);
    }

    return [{ value: '', labelKey: 'harvesterModels.loadBalancer.fields.automatic' }, ...[...names].map((name): Option => ({ value: name, label: name }))];
  }

  private get healthCheckPortOptions(): readonly Option[] {
    const ports = this.listeners.flatMap(({ protocol, backendPort }) => protocol === TCP && backendPort ? backendPort : []);
    const offered = new Set(this.healthCheckPort === undefined ? ports : [...ports, this.healthCheckPort]);

    return [{ value: '', labelKey: 'harvesterModels.common.none' }, ...[...offered].map((port): Option => ({ value: port, label: String(port) }))];
  }

  private setIpam(value: unknown): void {
    if (value !== 'pool' && value !== 'dhcp') {
      return;
    }

    this.spec ??= {};
    this.spec.ipam = value;

    if (value === 'dhcp') {
      delete this.spec.ipPool;
    }
  }

  private setPool(name: string | undefined): void {
    if (name !== undefined) {
      this.spec ??= {};
      this.spec.ipPool = name;
    } else if (textOf(this.spec?.ipPool) !== undefined) {
      delete this.spec?.ipPool;
    }
  }

  private setHealthCheckPort(port: number | undefined): void {
    if (port === this.healthCheckPort) {
      return;
    }

    this.spec ??= {};

    if (port === undefined) {
      delete this.spec.healthCheck?.port;
    } else {
      this.spec.healthCheck = { ...this.spec.healthCheck, port };
    }
  }

  override applyDefaults(): void {
    this.spec ??= {};
    this.spec.workloadType ??= 'vm';
    this.spec.ipam ??= 'dhcp';

    if (this.isForMachines) {
      this.spec.listeners ??= [{ protocol: TCP }];
    }
  }

  override issues(): readonly ValidationIssue[] {
    if (isBeingRemoved(this.metadata)) {
      return [];
    }

    const issues = [...nameIssues(this.metadata, 'label'), ...this.immutableIssues];

    return this.isForMachines ? [...issues, ...listenerIssues(this.listeners), ...healthCheckIssues(this.spec?.healthCheck, this.listeners)] : issues;
  }

  /** What differs from the load balancer in the store and can not be changed: its address would be lost. */
  private get immutableIssues(): readonly ValidationIssue[] {
    const stored = this.id === undefined ? undefined : this.lookup.one(loadBalancerById, this.id);

    if (stored === undefined || stored === NOT_LOADED) {
      return [];
    }

    return (['ipam', 'workloadType'] as const).filter((field) => this[field] !== stored[field])
      .map((field) => ({ path: `spec.${ field }`, key: `harvesterModels.validation.loadBalancer.${ field }Immutable` }));
  }
}
