// Source: k8s.cni.cncf.io/v1 NetworkAttachmentDefinition; harvester/network-controller-harvester pkg/utils/nad.go for what stands in its texts.
import { toRaw } from 'vue';
import { hasPressingState, isBeingRemoved } from '../base/conditions';
import type { Column, DetailSection, FormTab, Option, ResourceReference, StandardColumn, StateDescriptor, StatusIn, ValidationIssue } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';
import { NOT_LOADED, type NotLoaded, type Relation } from '../base/lookup';
import { nameIssues } from '../base/name-issues';
import { numberOf, objectsIn, textOf } from '../base/partial';
import type { ClusterNetwork } from '../network.harvesterhci.io/cluster-network';
import {
  clusterNetworkOfBridge, KUBE_OVN, MAX_VLAN_ID, MIN_VLAN_ID, networkTypeOf, newCniConfig, parseCniConfig, trunkRowsOf, trunkText, withClusterNetwork, withIdentity, withMaster,
  withNetworkType, withTrunk, withVlan, type CniConfig, type NetworkIdentity, type NetworkType, type VlanTrunkRow,
} from './cni-config';
import type { JsonProblem, ParseResult } from './json-text';
import { configIssues, routeIssues, routePath } from './network-issues';
import { newRoute, parseRoute, untriedRoute, withRouteSetting, type Connectivity, type RouteConfig, type RouteMode } from './route-config';

const TYPE = 'k8s.cni.cncf.io.networkattachmentdefinition';
const CLUSTER_NETWORK = 'network.harvesterhci.io.clusternetwork';

const CLUSTER_NETWORK_LABEL = 'network.harvesterhci.io/clusternetwork';
const TYPE_LABEL = 'network.harvesterhci.io/type';
const VLAN_ID_LABEL = 'network.harvesterhci.io/vlan-id';
const EXCLUSIVE_VLAN_LABEL = 'storage-network.settings.harvesterhci.io/exclusivevlan';
const ROUTE_ANNOTATION = 'network.harvesterhci.io/route';

const SYSTEM_NAMESPACE = 'harvester-system';
const SYSTEM_PREFIXES = ['storagenetwork-', 'rwx-network-'] as const;
const SYSTEM_ANNOTATIONS = ['storage-network.settings.harvesterhci.io', 'rwx-network.settings.harvesterhci.io'] as const;
const KUBE_OVN_NAMESPACE = 'kube-system';

const NETWORK_TYPES: readonly NetworkType[] = ['L2VlanNetwork', 'L2VlanTrunkNetwork', 'UntaggedNetwork', 'OverlayNetwork'];
const KEYS = 'harvesterModels.networkAttachmentDefinition';

export interface NetworkAttachmentDefinitionSpec {
  /** The CNI configuration: a JSON object as text. `spec.config`; absent only while the network is being created. */
  config?: string;
}

/** The network's own states, worst first. A network in none of them is shown as Steve says. */
export type NetworkState = 'invalid-config' | 'cluster-network-missing' | 'cluster-network-not-ready';

const clusterNetworkById: Relation<ClusterNetwork> = { type: CLUSTER_NETWORK, key: ({ id }) => id };
const everyClusterNetwork: Relation<ClusterNetwork> = { type: CLUSTER_NETWORK, key: () => '*' };
const networkById: Relation<NetworkAttachmentDefinition> = { type: TYPE, key: ({ id }) => id };
const byExclusiveVlan: Relation<NetworkAttachmentDefinition> = {
  type: TYPE,
  key:  ({ metadata, spec }) => {
    const parsed = parseCniConfig(spec?.config);

    return metadata?.labels?.[EXCLUSIVE_VLAN_LABEL] === 'true' && parsed.ok && parsed.value.bridge !== undefined && parsed.value.vlan !== undefined
      ? vlanOfBridge(parsed.value.bridge, parsed.value.vlan)
      : undefined;
  },
};

function vlanOfBridge(bridge: string, vlan: number): string {
  return `${ bridge }/${ vlan }`;
}

/** Which state a network is in: the first row that applies. A cluster network that is not loaded is neither missing nor unready. */
const STATE_TABLE: readonly (readonly [NetworkState, (network: NetworkAttachmentDefinition) => boolean])[] = [
  ['invalid-config', ({ config }) => !config.ok],
  ['cluster-network-missing', ({ clusterNetworkName, clusterNetwork }) => clusterNetworkName !== undefined && clusterNetwork === undefined],
  ['cluster-network-not-ready', ({ clusterNetwork }) => clusterNetwork !== NOT_LOADED && clusterNetwork?.isReady === false],
];

/** A network that VMs can be attached to. */
export class NetworkAttachmentDefinition extends HarvesterResource<NetworkAttachmentDefinitionSpec, never> {
  static readonly type = TYPE;
  static readonly apiVersion = 'k8s.cni.cncf.io/v1';
  static readonly kind = 'NetworkAttachmentDefinition';
  static readonly namespaced = true;
  static readonly statusIn: StatusIn = 'none';
  // Rancher's own explorer has a form for the kind that knows nothing of Harvester: it keeps the shell's model.
  static readonly storeScoped = true;
  static override readonly relatedTypes: readonly string[] = [CLUSTER_NETWORK];

  static override readonly states: Readonly<Record<NetworkState, StateDescriptor>> = {
    'invalid-config':            { color: 'error', labelKey: `${ KEYS }.states.invalidConfig` },
    'cluster-network-missing':   { color: 'warning', labelKey: `${ KEYS }.states.clusterNetworkMissing` },
    'cluster-network-not-ready': { color: 'warning', labelKey: `${ KEYS }.states.clusterNetworkNotReady` },
  };

  static override readonly columns: readonly (StandardColumn | Column<NetworkAttachmentDefinition>)[] = [
    'state',
    'name',
    'namespace',
    { name: 'networkType', labelKey: `${ KEYS }.columns.networkType`, value: (network) => network.networkTypeLabel },
    {
      name: 'vlan', labelKey: `${ KEYS }.columns.vlan`, value: (network) => network.vlanText, sort: ({ vlanId, trunk }) => vlanId ?? trunk[0]?.minID ?? trunk[0]?.id ?? 0,
    },
    {
      name: 'clusterNetwork', labelKey: `${ KEYS }.columns.clusterNetwork`, value: ({ clusterNetworkName }) => clusterNetworkName, link: (network) => network.clusterNetworkReference,
    } satisfies Column<NetworkAttachmentDefinition>,
    { name: 'connectivity', labelKey: `${ KEYS }.columns.connectivity`, value: (network) => network.connectivityLabel },
    'age',
  ];

  static override readonly formTabs: readonly FormTab<NetworkAttachmentDefinition>[] = [
    {
      name:     'network',
      labelKey: `${ KEYS }.tabs.network`,
      fields:   [
        {
          kind:      'select',
          path:      'spec.config.type',
          labelKey:  `${ KEYS }.fields.networkType`,
          required:  true,
          immutable: true,
          options:   () => ['L2VlanNetwork', 'UntaggedNetwork', 'OverlayNetwork'].map((value) => ({ value, labelKey: `${ KEYS }.networkType.${ value }` })),
          read:      ({ networkType }) => networkType === 'L2VlanTrunkNetwork' ? 'L2VlanNetwork' : networkType,
          write:     (network, value) => { network.setNetworkType(value); },
        },
        {
          kind:      'select',
          path:      'spec.config.vlanMode',
          labelKey:  `${ KEYS }.fields.vlanMode`,
          immutable: true,
          visible:   ({ isLayer2 }) => isLayer2,
          options:   () => ['access', 'trunk'].map((value) => ({ value, labelKey: `${ KEYS }.vlanMode.${ value }` })),
          read:      ({ networkType }) => networkType === 'L2VlanTrunkNetwork' ? 'trunk' : 'access',
          write:     (network, value) => { network.setNetworkType(value === 'trunk' ? 'L2VlanTrunkNetwork' : 'L2VlanNetwork'); },
        },
        {
          kind:      'select',
          path:      'spec.config.bridge',
          labelKey:  `${ KEYS }.fields.clusterNetwork`,
          required:  true,
          immutable: true,
          visible:   ({ isOverlay }) => !isOverlay,
          options:   (network) => network.clusterNetworkOptions,
          read:      (network) => network.bridgeClusterNetwork,
          write:     (network, value) => { network.setClusterNetwork(textOf(value)); },
        },
        {
          kind:     'number',
          path:     'spec.config.vlan',
          labelKey: `${ KEYS }.fields.vlan`,
          required: true,
          min:      MIN_VLAN_ID,
          max:      MAX_VLAN_ID,
          visible:  ({ networkType }) => networkType === 'L2VlanNetwork',
          read:     ({ config }) => config.ok ? config.value.vlan : undefined,
          write:    (network, value) => { network.setConfig(withVlan(network.spec?.config, numberOf(value))); },
        },
        {
          kind:        'rows',
          path:        'spec.config.vlanTrunk',
          labelKey:    `${ KEYS }.fields.vlanTrunk`,
          addLabelKey: `${ KEYS }.fields.addVlanTrunk`,
          required:    true,
          min:         1,
          visible:     ({ networkType }) => networkType === 'L2VlanTrunkNetwork',
          newRow:      () => ({}),
          read:        (network) => trunkRowsOf(network.spec?.config),
          write:       (network, value) => { network.setConfig(withTrunk(network.spec?.config, Array.isArray(value) ? objectsIn<object>(value) : [])); },
          fields:      [
            {
              kind: 'number', path: 'minID', labelKey: `${ KEYS }.fields.minID`, required: true, min: MIN_VLAN_ID, max: MAX_VLAN_ID,
            },
            {
              kind: 'number', path: 'maxID', labelKey: `${ KEYS }.fields.maxID`, required: true, min: MIN_VLAN_ID, max: MAX_VLAN_ID,
            },
          ],
        },
        {
          kind:       'text',
          path:       'spec.config.master',
          labelKey:   `${ KEYS }.fields.master`,
          tooltipKey: `${ KEYS }.fields.masterTooltip`,
          visible:    ({ isOverlay, metadata }) => isOverlay && metadata?.namespace === KUBE_OVN_NAMESPACE,
          read:       ({ config }) => config.ok ? config.value.master : undefined,
          write:      (network, value) => { network.setConfig(withMaster(network.spec?.config, textOf(value))); },
        },
      ],
    },
    {
      name:     'route',
      labelKey: `${ KEYS }.tabs.route`,
      visible:  ({ networkType }) => networkType === 'L2VlanNetwork' || networkType === 'UntaggedNetwork',
      fields:   [
        {
          kind:     'select',
          path:     routePath('mode'),
          labelKey: `${ KEYS }.fields.routeMode`,
          options:  () => [
            { value: '', labelKey: 'harvesterModels.common.none' },
            ...['auto', 'manual'].map((value) => ({ value, labelKey: `${ KEYS }.routeMode.${ value }` })),
          ],
          read:  (network) => network.routeSetting('mode') ?? '',
          write: (network, value) => { network.setRouteMode(value); },
        },
        {
          kind:       'text',
          path:       routePath('serverIPAddr'),
          labelKey:   `${ KEYS }.fields.serverIPAddr`,
          tooltipKey: `${ KEYS }.fields.serverIPAddrTooltip`,
          visible:    (network) => network.routeSetting('mode') === 'auto',
          read:       (network) => network.routeSetting('serverIPAddr'),
          write:      (network, value) => { network.setRouteSetting('serverIPAddr', textOf(value)); },
        },
        {
          kind:           'text',
          path:           routePath('cidr'),
          labelKey:       `${ KEYS }.fields.cidr`,
          placeholderKey: `${ KEYS }.fields.cidrPlaceholder`,
          required:       true,
          visible:        (network) => network.routeSetting('mode') === 'manual',
          read:           (network) => network.routeSetting('cidr'),
          write:          (network, value) => { network.setRouteSetting('cidr', textOf(value)); },
        },
        {
          kind:           'text',
          path:           routePath('gateway'),
          labelKey:       `${ KEYS }.fields.gateway`,
          placeholderKey: `${ KEYS }.fields.gatewayPlaceholder`,
          required:       true,
          visible:        (network) => network.routeSetting('mode') === 'manual',
          read:           (network) => network.routeSetting('gateway'),
          write:          (network, value) => { network.setRouteSetting('gateway', textOf(value)); },
        },
      ],
    },
  ];

  static override readonly detailSections: readonly DetailSection<NetworkAttachmentDefinition>[] = [
    {
      kind:     'facts',
      name:     'network',
      labelKey: `${ KEYS }.tabs.network`,
      facts:    [
        { labelKey: `${ KEYS }.columns.networkType`, value: (network) => network.networkTypeLabel },
        { labelKey: `${ KEYS }.columns.vlan`, value: (network) => network.vlanText },
        { labelKey: `${ KEYS }.columns.clusterNetwork`, value: ({ clusterNetworkName }) => clusterNetworkName, link: (network) => network.clusterNetworkReference },
        { labelKey: `${ KEYS }.details.bridge`, value: ({ config }) => config.ok ? config.value.bridge : undefined },
        { labelKey: `${ KEYS }.details.provider`, value: ({ config }) => config.ok ? config.value.provider : undefined },
        { labelKey: `${ KEYS }.fields.master`, value: ({ config }) => config.ok ? config.value.master : undefined },
        { labelKey: `${ KEYS }.details.mtu`, value: ({ config }) => config.ok ? config.value.mtu : undefined },
      ],
    },
    {
      kind:     'facts',
      name:     'route',
      labelKey: `${ KEYS }.tabs.route`,
      facts:    [
        { labelKey: `${ KEYS }.columns.connectivity`, value: (network) => network.connectivityLabel },
        { labelKey: `${ KEYS }.fields.routeMode`, value: (network) => network.routeModeLabel },
        ...(['cidr', 'gateway', 'serverIPAddr'] as const).map((setting) => ({
          labelKey: `${ KEYS }.fields.${ setting }`, value: (network: NetworkAttachmentDefinition) => network.routeSetting(setting),
        })),
      ],
    },
  ];

  /** The CNI configuration as Harvester reads it, or why it can not be read. `spec.config`. */
  get config(): ParseResult<CniConfig, JsonProblem> {
    return parseCniConfig(this.spec?.config);
  }

  /** How VMs of the network reach the rest of the world, or why that is not known. Annotation `network.harvesterhci.io/route`. */
  get route(): ParseResult<RouteConfig, JsonProblem> {
    return parseRoute(this.metadata?.annotations?.[ROUTE_ANNOTATION]);
  }

  /** What the network is to a VM. From `spec.config`; from label `network.harvesterhci.io/type` where the config lost its bridge or can not be read. */
  get networkType(): NetworkType | undefined {
    const { config } = this;
    const isComplete = config.ok && (config.value.bridge !== undefined || config.value.plugin === KUBE_OVN);
    const label = this.metadata?.labels?.[TYPE_LABEL];

    return (isComplete ? undefined : NETWORK_TYPES.find((type) => type === label)) ?? (config.ok ? networkTypeOf(config.value) : undefined);
  }

  /** True for a VLAN network, be it of one VLAN or a trunk. */
  get isLayer2(): boolean {
    return this.networkType === 'L2VlanNetwork' || this.networkType === 'L2VlanTrunkNetwork';
  }

  /** True for a network of kube-ovn, which is on no cluster network's bridge. */
  get isOverlay(): boolean {
    return this.networkType === 'OverlayNetwork';
  }

  /** The VLAN, 1 to 4094. `spec.config` `vlan`, else label `network.harvesterhci.io/vlan-id`; `undefined` for untagged networks, trunks and overlays. */
  get vlanId(): number | undefined {
    const { config } = this;

    if (this.networkType !== 'L2VlanNetwork') {
      return undefined;
    }

    return (config.ok ? config.value.vlan : undefined) ?? (Number(this.metadata?.labels?.[VLAN_ID_LABEL]) || undefined);
  }

  /** The VLANs of a trunk. `spec.config` `vlanTrunk`; empty for every other network. */
  get trunk(): readonly VlanTrunkRow[] {
    return this.config.ok ? this.config.value.trunk : [];
  }

  /** Name of the cluster network. Label `network.harvesterhci.io/clusternetwork`, which the server sets, else from the bridge in `spec.config`; `undefined` for a new overlay. */
  get clusterNetworkName(): string | undefined {
    return textOf(this.metadata?.labels?.[CLUSTER_NETWORK_LABEL]) ?? this.bridgeClusterNetwork;
  }

  /** Whether VMs reach their gateway. From the route annotation; `undefined` where that means nothing (trunks, overlays) or was not tried. */
  get connectivity(): Connectivity | undefined {
    const { route, networkType } = this;

    if (networkType === 'L2VlanTrunkNetwork' || networkType === 'OverlayNetwork') {
      return undefined;
    }

    if (route.ok) {
      return route.value.connectivity;
    }

    return route.error === 'missing' ? undefined : 'invalid';
  }

  /** True for the networks that Harvester makes for its storage network settings: their config is not to be changed here. */
  get isSystem(): boolean {
    const { name, namespace, annotations } = this.metadata ?? {};

    return namespace === SYSTEM_NAMESPACE
      && (SYSTEM_PREFIXES.some((prefix) => name?.startsWith(prefix)) || SYSTEM_ANNOTATIONS.some((annotation) => annotations?.[annotation] === 'true'));
  }

  override get ownState(): NetworkState | undefined {
    return hasPressingState(this.metadata) ? undefined : STATE_TABLE.find(([, applies]) => applies(this))?.[0];
  }

  override get ownStateMessage(): string | undefined {
    const { ownState, config } = this;

    switch (ownState) {
      case 'invalid-config': return config.ok ? undefined : this.t(`harvesterModels.validation.networkAttachmentDefinition.config.${ config.error }`);
      case 'cluster-network-missing': return this.t(`${ KEYS }.messages.clusterNetworkMissing`, { clusterNetwork: this.clusterNetworkName ?? '' });
      case 'cluster-network-not-ready': return this.t(`${ KEYS }.messages.clusterNetworkNotReady`, { clusterNetwork: this.clusterNetworkName ?? '' });
      case undefined: return undefined;
    }
  }

  /** The cluster network that carries the network. By `clusterNetworkName`; `undefined` when none is named or it does not exist. */
  get clusterNetwork(): ClusterNetwork | undefined | NotLoaded {
    return this.clusterNetworkName === undefined ? undefined : this.lookup.one(clusterNetworkById, this.clusterNetworkName);
  }

  private get clusterNetworkReference(): ResourceReference | undefined {
    return this.clusterNetworkName === undefined || this.clusterNetwork === undefined ? undefined : { type: CLUSTER_NETWORK, id: this.clusterNetworkName };
  }

  private get identity(): NetworkIdentity {
    return { name: textOf(this.metadata?.name), namespace: textOf(this.metadata?.namespace) };
  }

  private get bridgeClusterNetwork(): string | undefined {
    return this.config.ok ? clusterNetworkOfBridge(this.config.value.bridge) : undefined;
  }

  private get networkTypeLabel(): string | undefined {
    return this.networkType && this.t(`${ KEYS }.networkType.${ this.networkType }`);
  }

  private get vlanText(): string | number | undefined {
    return this.vlanId ?? (trunkText(this.trunk) || undefined);
  }

  private get connectivityLabel(): string | undefined {
    return this.connectivity && this.t(`${ KEYS }.connectivity.${ this.connectivity }`);
  }

  private get routeModeLabel(): string | undefined {
    const mode = this.routeSetting('mode');

    return mode && this.t(`${ KEYS }.routeMode.${ mode }`);
  }

  private get clusterNetworkOptions(): readonly Option[] {
    const clusterNetworks = this.lookup.many(everyClusterNetwork, '*');
    const current = this.bridgeClusterNetwork;
    const options = clusterNetworks === NOT_LOADED ? [] : clusterNetworks.flatMap(({ id, isReady }): Option[] => id === undefined ? [] : [{
      value: id, label: isReady ? id : this.t(`${ KEYS }.fields.clusterNetworkNotReady`, { clusterNetwork: id }), disabled: !isReady,
    }]);

    return current === undefined || options.some(({ value }) => value === current) ? options : [...options, { value: current, label: current }];
  }

  private routeSetting(setting: 'mode'): RouteMode | undefined;
  private routeSetting(setting: 'cidr' | 'gateway' | 'serverIPAddr'): string | undefined;
  private routeSetting(setting: 'mode' | 'cidr' | 'gateway' | 'serverIPAddr'): string | undefined {
    return this.route.ok ? this.route.value[setting] : undefined;
  }

  private setConfig(config: string): void {
    if (config !== (this.spec?.config ?? '')) {
      this.spec ??= {};
      this.spec.config = config;
    }
  }

  private setClusterNetwork(name: string | undefined): void {
    this.setConfig(withClusterNetwork(this.spec?.config, name));

    // A clone has the label of what it was cloned from, and the server refuses one that is not the bridge's.
    if (this.metadata?.labels?.[CLUSTER_NETWORK_LABEL] !== name) {
      this.setLabel(CLUSTER_NETWORK_LABEL, undefined);
    }
  }

  private setNetworkType(value: unknown): void {
    const type = NETWORK_TYPES.find((known) => known === value);

    if (type === undefined || type === this.networkType) {
      return;
    }

    this.setConfig(withNetworkType(this.spec?.config, type, this.identity));

    if (type === 'OverlayNetwork' || type === 'L2VlanTrunkNetwork') {
      this.setAnnotation(ROUTE_ANNOTATION, undefined);
    } else if (!this.route.ok) {
      this.setAnnotation(ROUTE_ANNOTATION, newRoute());
    }
  }

  private setRouteMode(value: unknown): void {
    if (value === '') {
      this.setAnnotation(ROUTE_ANNOTATION, undefined);
    } else if (value === 'auto' || value === 'manual') {
      this.setRouteSetting('mode', value);
    }
  }

  private setRouteSetting(setting: 'mode' | 'cidr' | 'gateway' | 'serverIPAddr', value: string | undefined): void {
    if (value !== (this.route.ok ? this.route.value[setting] : undefined)) {
      this.setAnnotation(ROUTE_ANNOTATION, withRouteSetting(this.metadata?.annotations?.[ROUTE_ANNOTATION], setting, value));
    }
  }

  override applyDefaults(): void {
    if (textOf(this.spec?.config) === undefined) {
      this.spec = { ...this.spec, config: newCniConfig() };
      this.setAnnotation(ROUTE_ANNOTATION, newRoute());
    }
  }

  /** A new network's config repeats its name, which may have been typed after everything else; what was found out about another's route is not its own. */
  override toSave(): Record<string, unknown> | undefined {
    const data = super.toSave();

    if (this.id !== undefined || this.spec?.config === undefined) {
      return data;
    }

    const route = this.metadata?.annotations?.[ROUTE_ANNOTATION];

    return {
      ...(data ?? this.toJSON()),
      spec: { ...this.spec, config: withIdentity(this.spec.config, this.identity) },
      ...(route === undefined ? {} : { metadata: { ...this.metadata, annotations: { ...this.metadata?.annotations, [ROUTE_ANNOTATION]: untriedRoute(route) } } }),
    };
  }

  override issues(): readonly ValidationIssue[] {
    if (isBeingRemoved(this.metadata)) {
      return [];
    }

    return [
      ...nameIssues(this.metadata, 'subdomain'),
      ...configIssues(this.spec?.config, {
        identity:               this.identity,
        isStored:               this.metadata?.uid !== undefined,
        storedConfig:           this.storedConfig,
        isSystem:               this.isSystem,
        labelledClusterNetwork: textOf(this.metadata?.labels?.[CLUSTER_NETWORK_LABEL]),
        clusterNetworkExists:   (name) => {
          const found = this.lookup.one(clusterNetworkById, name);

          return found === NOT_LOADED ? undefined : found !== undefined;
        },
        clusterNetworkMtu: (name) => {
          const found = this.lookup.one(clusterNetworkById, name);

          return found === NOT_LOADED ? undefined : found?.mtu;
        },
        vlanOwner: (bridge, vlan) => this.vlanOwner(bridge, vlan),
      }),
      ...routeIssues(this.metadata?.annotations?.[ROUTE_ANNOTATION]),
    ];
  }

  /** The config of the network as the store has it, when this is an edited copy of that. */
  private get storedConfig(): string | undefined {
    const stored = this.id === undefined ? undefined : this.lookup.one(networkById, this.id);

    return stored === undefined || stored === NOT_LOADED || toRaw(stored) === toRaw(this) ? undefined : stored.spec?.config;
  }

  private vlanOwner(bridge: string, vlan: number): string | undefined {
    const owners = this.lookup.many(byExclusiveVlan, vlanOfBridge(bridge, vlan));

    return owners === NOT_LOADED ? undefined : owners.find(({ id }) => id !== this.id)?.id;
  }
}
