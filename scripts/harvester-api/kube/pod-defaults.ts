import { isObject, listAt, objectAt, stringAt } from '../objects';
import type { Json, JsonObject } from '../types';

/** Fills in what a pod's spec defaults. */
export function podSpec(spec: JsonObject): JsonObject {
  return {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...lists(spec, 'containers', container),
    ...lists(spec, 'initContainers', container),
    ...lists(spec, 'volumes', volume),
  };
}

/** Fills in what the pod template of a workload defaults. */
export function podTemplate(template: JsonObject): JsonObject {
  return { ...template, metadata: { creationTimestamp: null, ...objectAt(template, 'metadata') }, spec: podSpec(objectAt(template, 'spec')) };
}

function lists(parent: JsonObject, key: string, change: (item: JsonObject) => JsonObject): JsonObject {
  return Array.isArray(parent[key]) ? { [key]: listAt(parent, key).map((item): Json => (isObject(item) ? change(item) : item)) } : {};
}

function container(spec: JsonObject): JsonObject {
  const image = stringAt(spec, 'image');
  const tag = image.split('/').at(-1)?.split(':')[1];

  return {
    imagePullPolicy: !image.includes('@') && (!tag || tag === 'latest') ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...spec,
    ...lists(spec, 'ports', (port) => ({ protocol: 'TCP', ...port })),
    ...probe(spec, 'livenessProbe'),
    ...probe(spec, 'readinessProbe'),
    ...probe(spec, 'startupProbe'),
  };
}

function probe(spec: JsonObject, key: string): JsonObject {
  if (!isObject(spec[key])) {
    return {};
  }
  const { httpGet, ...rest } = objectAt(spec, key);
  const handler: JsonObject = isObject(httpGet) ? { httpGet: { path: '/', scheme: 'HTTP', ...httpGet } } : {};

  return { [key]: { failureThreshold: 3, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1, ...rest, ...handler } };
}

const FILE_MODE = 0o644;

function volume(spec: JsonObject): JsonObject {
  const withMode = ['configMap', 'secret', 'downwardAPI', 'projected'].filter((key) => isObject(spec[key]));
  const sources = withMode.map((key) => [key, { defaultMode: FILE_MODE, ...objectAt(spec, key) }] as const);

  return { ...spec, ...Object.fromEntries(sources) };
}
