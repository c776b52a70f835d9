import type { ServedType } from '../definitions';
import { type FieldError, fieldErrors } from '../errors';
import { isObject, listAt, objectAt, sameJson, stringAt, textOf, valueAt, without } from '../objects';
import type { Json, JsonObject, KubeObject } from '../types';
import { configKey, dns1035Label, dnsLabel, dnsSubdomain, pathSegment } from './names';
import { podSpec, podTemplate } from './pod-defaults';
import { serviceDefaults, serviceErrors, serviceStatusErrors } from './service';
import type { Strategy } from './strategy';
import { decodeTyped } from './typed';

type Facts = Omit<Partial<Strategy>, 'decode'> & {
  /** Fills in what the kind defaults. */
  readonly defaults?: (object: KubeObject) => KubeObject;
};

/** Replaces or adds top-level fields. */
function withFields(object: KubeObject, fields: JsonObject): KubeObject {
  return { ...object, ...fields, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata };
}

function specDefaults(object: KubeObject, defaults: JsonObject): KubeObject {
  return withFields(object, { spec: { ...defaults, ...objectAt(object, 'spec') } });
}

function statusDefaults(object: KubeObject, defaults: JsonObject): KubeObject {
  return withFields(object, { status: { ...defaults, ...objectAt(object, 'status') } });
}

function dataErrors(object: KubeObject, ...maps: readonly string[]): FieldError[] {
  return maps.flatMap((map) => Object.keys(objectAt(object, map)).flatMap((key) => configKey(key).map((message) => fieldErrors.invalid(`${ map }[${ key }]`, key, message))));
}

/** Changes that an object marked `immutable` refuses. */
function immutableErrors(object: KubeObject, old: KubeObject, ...fields: readonly string[]): FieldError[] {
  if (old.immutable !== true) {
    return [];
  }
  const message = 'field is immutable when `immutable` is set';
  const errors = object.immutable === true ? [] : [fieldErrors.forbidden('immutable', message)];

  return [...errors, ...fields.filter((field) => !sameJson(object[field], old[field])).map((field) => fieldErrors.forbidden(field, message))];
}

const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

const namespaces: Facts = {
  nameRule: dnsLabel,
  defaults: (object) => {
    const { name } = object.metadata;
    const labels = { ...object.metadata.labels, ...(name && { [NAMESPACE_NAME_LABEL]: name }) };

    return { ...object, metadata: { ...object.metadata, labels } };
  },
  prepareForCreate: (object) => withFields(object, { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
  prepareForUpdate: (object, old) => withFields(object, { spec: old.spec, status: old.status }),
  prepareForDelete: (object) => (objectAt(object, 'spec').finalizers ? { status: { ...objectAt(object, 'status'), phase: 'Terminating' } } : undefined),
};

/** The keys that a Secret of a type must have. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
};

const secrets: Facts = {
  defaults: (object) => {
    const encoded = Object.entries(objectAt(object, 'stringData')).map(([key, value]) => [key, Buffer.from(textOf(value)).toString('base64')]);
    const data: JsonObject = { ...objectAt(object, 'data'), ...Object.fromEntries(encoded) as JsonObject };
    const { apiVersion, kind, metadata } = object;

    return { ...without(without(object, 'stringData'), 'data'), apiVersion, kind, metadata, type: object.type ?? 'Opaque', ...(Object.keys(data).length && { data }) };
  },
  validate: (object) => [
    ...dataErrors(object, 'data'),
    ...(SECRET_KEYS[stringAt(object, 'type')] ?? []).filter((key) => objectAt(object, 'data')[key] === undefined).map((key) => fieldErrors.required(`data[${ key }]`)),
  ],
  validateUpdate: (object, old) => [
    ...(object.type === old.type ? [] : [fieldErrors.invalid('type', object.type, 'field is immutable')]),
    ...immutableErrors(object, old, 'data'),
  ],
};

const configMaps: Facts = {
  validate: (object) => dataErrors(object, 'data', 'binaryData'),
  validateUpdate: (object, old) => immutableErrors(object, old, 'data', 'binaryData'),
};

const storageClasses: Facts = {
  defaults: (object) => withFields(object, { reclaimPolicy: object.reclaimPolicy ?? 'Delete', volumeBindingMode: object.volumeBindingMode ?? 'Immediate' }),
  validate: (object) => (object.provisioner ? [] : [fieldErrors.required('provisioner')]),
  validateUpdate: (object, old) => [
    ...['parameters', 'provisioner', 'reclaimPolicy'].filter((field) => !sameJson(object[field], old[field])).map((field) => fieldErrors.forbidden(field, `updates to ${ field } are forbidden.`)),
    ...(object.volumeBindingMode === old.volumeBindingMode ? [] : [fieldErrors.invalid('volumeBindingMode', object.volumeBindingMode, 'field is immutable')]),
  ],
};

const CLAIM_IMMUTABLE = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

const persistentVolumeClaims: Facts = {
  defaults: (object) => specDefaults(object, { resources: {}, volumeMode: 'Filesystem' }),
  prepareForCreate: (object) => withFields({ ...object, metadata: withFinalizer(object, 'kubernetes.io/pvc-protection') }, { status: { phase: 'Pending' } }),
  validateUpdate: (object, old) => {
    const bound = valueAt(old, ['status', 'phase']) === 'Bound';
    const fixed = (spec: JsonObject): JsonObject => (bound ? without({ ...spec, resources: without(objectAt(spec, 'resources'), 'requests') }, 'volumeAttributesClassName') : spec);

    return sameJson(fixed(objectAt(object, 'spec')), fixed(objectAt(old, 'spec'))) ? [] : [fieldErrors.forbidden('spec', CLAIM_IMMUTABLE)];
  },
};

function withFinalizer({ metadata }: KubeObject, finalizer: string): KubeObject['metadata'] {
  const finalizers = metadata.finalizers ?? [];

  return finalizers.includes(finalizer) ? metadata : { ...metadata, finalizers: [...finalizers, finalizer] };
}

const persistentVolumes: Facts = {
  defaults: (object) => specDefaults(object, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }),
  prepareForCreate: (object) => withFields({ ...object, metadata: withFinalizer(object, 'kubernetes.io/pv-protection') }, { status: { lastPhaseTransitionTime: object.metadata.creationTimestamp, phase: 'Pending' } }),
};

const NODE_INFO: JsonObject = Object.fromEntries(['architecture', 'bootID', 'containerRuntimeVersion', 'kernelVersion', 'kubeProxyVersion', 'kubeletVersion', 'machineID', 'operatingSystem', 'osImage', 'systemUUID'].map((key) => [key, '']));

const nodes: Facts = {
  defaults: (object) => {
    const status = objectAt(object, 'status');

    return withFields(object, {
      spec: objectAt(object, 'spec'),
      status: {
        daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
        ...(status.capacity !== undefined && { allocatable: status.capacity }),
        ...status,
        nodeInfo: { ...NODE_INFO, ...objectAt(status, 'nodeInfo') },
      },
    });
  },
  prepareForCreate: (object) => withFields(object, {
    spec: { ...objectAt(object, 'spec'), taints: [...listAt(objectAt(object, 'spec'), 'taints'), { effect: 'NoSchedule', key: 'node.kubernetes.io/not-ready' }] },
  }),
};

const TOLERATIONS: Json = ['not-ready', 'unreachable'].map((state) => ({ effect: 'NoExecute', key: `node.kubernetes.io/${ state }`, operator: 'Exists', tolerationSeconds: 300 }));

const pods: Facts = {
  generation: true,
  defaults: (object) => withFields(object, { spec: { enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority', priority: 0, tolerations: TOLERATIONS, ...podSpec(objectAt(object, 'spec')) } }),
  prepareForCreate: (object) => withFields(object, { status: { phase: 'Pending', qosClass: 'BestEffort' } }),
};

/** A workload with a pod template; a status that is always there. */
function workload(spec: JsonObject, status: JsonObject = {}): Facts {
  return {
    generation: true,
    defaults: (object) => statusDefaults(withFields(object, { spec: { ...spec, ...objectAt(object, 'spec'), template: podTemplate(objectAt(objectAt(object, 'spec'), 'template')) } }), status),
  };
}

const daemonSets: Facts = {
  ...workload(
    { revisionHistoryLimit: 10, updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }, type: 'RollingUpdate' } },
    { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  ),
  prepareForCreate: (object) => ({ ...object, metadata: { ...object.metadata, annotations: { 'deprecated.daemonset.template.generation': '1', ...object.metadata.annotations } } }),
};

const networkPolicies: Facts = {
  generation: true,
  defaults: (object) => {
    const egress = valueAt(object, ['spec', 'egress']) !== undefined;

    return specDefaults(withFields(object, { spec: withProtocols(objectAt(object, 'spec')) }), { policyTypes: ['Ingress', ...(egress ? ['Egress'] : [])] });
  },
};

function withProtocols(spec: JsonObject): JsonObject {
  const rules = (key: string): JsonObject => (Array.isArray(spec[key])
    ? { [key]: listAt(spec, key).map((rule): Json => (isObject(rule) && Array.isArray(rule.ports) ? { ...rule, ports: rule.ports.map((port): Json => (isObject(port) ? { protocol: 'TCP', ...port } : port)) } : rule)) }
    : {});

  return { ...spec, ...rules('ingress'), ...rules('egress') };
}

const rbac: Facts = {
  nameRule: pathSegment,
  defaults: (object) => (Array.isArray(object.subjects)
    ? withFields(object, { subjects: object.subjects.map((subject): Json => (isObject(subject) && subject.kind !== 'ServiceAccount' ? { apiGroup: 'rbac.authorization.k8s.io', ...subject } : subject)) })
    : object),
};

const generations: Facts = { generation: true };
const always: Facts = { defaults: (object) => withFields(object, { spec: objectAt(object, 'spec'), status: objectAt(object, 'status') }) };

const FACTS: Readonly<Record<string, Facts>> = {
  configmaps: configMaps,
  events: { defaults: (object) => withFields(object, { eventTime: null, firstTimestamp: null, lastTimestamp: null, reportingComponent: '', reportingInstance: '', source: {}, ...object }) },
  namespaces,
  nodes,
  persistentvolumeclaims: persistentVolumeClaims,
  persistentvolumes: persistentVolumes,
  pods,
  resourcequotas: always,
  secrets,
  services: {
    nameRule: dns1035Label,
    defaults: serviceDefaults,
    validate: serviceErrors,
    validateStatus: serviceStatusErrors,
  },
  'clusterroles.rbac.authorization.k8s.io': rbac,
  'clusterrolebindings.rbac.authorization.k8s.io': rbac,
  'cronjobs.batch': generations,
  'customresourcedefinitions.apiextensions.k8s.io': generations,
  'daemonsets.apps': daemonSets,
  'deployments.apps': workload({ progressDeadlineSeconds: 600, replicas: 1, revisionHistoryLimit: 10, strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' } }),
  'ingresses.networking.k8s.io': { generation: true, defaults: (object) => statusDefaults(object, { loadBalancer: {} }) },
  'jobs.batch': workload({ backoffLimit: 6, completionMode: 'NonIndexed', completions: 1, manualSelector: false, parallelism: 1, podReplacementPolicy: 'TerminatingOrFailed', suspend: false }),
  'networkpolicies.networking.k8s.io': networkPolicies,
  'priorityclasses.scheduling.k8s.io': { generation: true, defaults: (object) => withFields(object, { preemptionPolicy: object.preemptionPolicy ?? 'PreemptLowerPriority' }) },
  'replicasets.apps': workload({ replicas: 1 }, { replicas: 0 }),
  'roles.rbac.authorization.k8s.io': rbac,
  'rolebindings.rbac.authorization.k8s.io': rbac,
  'statefulsets.apps': workload(
    { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' }, podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10, updateStrategy: { rollingUpdate: { partition: 0 }, type: 'RollingUpdate' } },
    { availableReplicas: 0, replicas: 0 },
  ),
  'storageclasses.storage.k8s.io': storageClasses,
};

/** What a built-in kind has of its own: its OpenAPI definition says which fields there are. */
export function builtInStrategy(type: ServedType): Strategy {
  const { defaults, ...facts } = FACTS[type.resource] ?? {};
  const definition = type.builtIn?.definition ?? '';

  return {
    nameRule: dnsSubdomain,
    unconditionalUpdate: true,
    generation: false,
    ...facts,
    decode(object) {
      const { value, unknownFields } = decodeTyped(object, definition, type.kind);
      const decoded = withFields({ apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata }, value);

      return { object: defaults ? defaults({ ...decoded, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata }) : decoded, unknownFields };
    },
  };
}
