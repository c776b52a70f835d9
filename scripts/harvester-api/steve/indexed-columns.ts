import type { ServedType } from '../definitions';
import { cellsOf, columnsOf } from '../kube/columns';
import { isObject, textOf } from '../objects';
import type { Json, KubeObject } from '../types';
import { steveError } from './errors';
import { splitField } from './filter-query';
import { idOf } from './mount';
import { summarize } from './summary';

/** What a column of the SQL cache holds; nothing is the empty text. */
export type Cell = string | number;

/** Reads a column of an object. */
export type Column = (object: KubeObject) => Cell;

/** Fields that the cache has a column for beside those of every type and of its table. Keys: apiVersion and kind. */
const MORE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'v1/Event': ['_type', 'involvedObject.kind', 'involvedObject.uid', 'message', 'reason'],
  'v1/Namespace': ['spec.displayName'],
  'v1/Node': ['spec.taints.key', 'status.addresses.type', 'status.nodeInfo.kubeletVersion', 'status.nodeInfo.operatingSystem'],
  'v1/PersistentVolume': ['status.reason', 'spec.persistentVolumeReclaimPolicy'],
  'v1/PersistentVolumeClaim': ['spec.volumeName'],
  'v1/Pod': ['metadata.state.error', 'metadata.state.message', 'metadata.state.transitioning', 'spec.containers.image', 'spec.nodeName', 'status.podIP'],
  'v1/Secret': ['_type', 'metadata.annotations[management.cattle.io/project-scoped-secret-copy]', 'spec.clusterName', 'spec.displayName'],
  'v1/Service': ['spec.clusterIP', 'spec.type'],
  'apps/v1/DaemonSet': ['metadata.annotations[field.cattle.io/publicEndpoints]', 'spec.template.spec.containers.image'],
  'apps/v1/Deployment': ['metadata.annotations[field.cattle.io/publicEndpoints]', 'spec.template.spec.containers.image'],
  'apps/v1/ReplicaSet': ['spec.template.spec.containers.image'],
  'apps/v1/StatefulSet': ['metadata.annotations[field.cattle.io/publicEndpoints]', 'spec.template.spec.containers.image'],
  'batch/v1/Job': ['metadata.annotations[field.cattle.io/publicEndpoints]', 'metadata.state.error', 'metadata.state.message', 'metadata.state.transitioning', 'spec.template.spec.containers.image'],
  'networking.k8s.io/v1/Ingress': ['spec.rules.host', 'spec.ingressClassName'],
  'storage.k8s.io/v1/StorageClass': ['provisioner', 'metadata.annotations[storageclass.kubernetes.io/is-default-class]'],
  'catalog.cattle.io/v1/ClusterRepo': ['metadata.annotations[clusterrepo.cattle.io/hidden]', 'spec.gitBranch', 'spec.gitRepo'],
  'management.cattle.io/v3/Cluster': ['spec.fleetWorkspaceName', 'spec.internal', 'spec.displayName', 'status.connected', 'status.driver', 'status.provider'],
  'management.cattle.io/v3/Node': ['status.nodeName'],
  'management.cattle.io/v3/Project': ['spec.clusterName', 'spec.displayName'],
  'management.cattle.io/v3/User': ['principalIds'],
  'provisioning.cattle.io/v1/Cluster': ['status.clusterName', 'status.provider'],
};
/** Columns that count although they are declared as text. */
const COUNTS: Readonly<Record<string, string>> = { secrets: 'Data', configmaps: 'Data', serviceaccounts: 'Secrets' };

/** The columns of a type, by the names under which a query asks for them. */
export function indexedColumns(type: ServedType, now: string): ReadonlyMap<string, Column> {
  const fields = MORE_FIELDS[`${ type.apiVersion }/${ type.kind }`] ?? [];

  return new Map<string, Column>([
    ['id', idOf],
    ['metadata.name', ({ metadata }) => metadata.name],
    ['metadata.creationTimestamp', ({ metadata }) => metadata.creationTimestamp],
    ['metadata.state.name', (object) => summarize(object).state],
    ...(type.namespaced ? [['metadata.namespace', ({ metadata }: KubeObject) => metadata.namespace ?? ''] as const] : []),
    ...columnsOf(type).map((column, index) => [`metadata.fields[${ index }]`, tableColumn(type, column, index, now)] as const),
    ...fields.map((field) => [field, fieldColumn(field)] as const),
  ]);
}

/** A cell of the type's table. Times are there as times, so that they stay true while the cache holds them. */
function tableColumn(type: ServedType, { name, type: columnType, description }: ReturnType<typeof columnsOf>[number], index: number, now: string): Column {
  const isNumeric = columnType !== 'string' || /\bnumber of\b/i.test(description) || COUNTS[type.resource] === name;

  return (object) => {
    const text = type.builtIn && name === 'Age' ? String(Date.parse(object.metadata.creationTimestamp)) : sqlText(cellsOf(type, object, now, 'time')[index]);

    return isNumeric ? numberIn(text) : text;
  };
}

function fieldColumn(field: string): Column {
  const steps = splitField(field);

  if (field.startsWith('metadata.state.')) {
    return (object) => {
      const { error, transitioning, messages } = summarize(object);

      return { error: String(error), transitioning: String(transitioning), message: messages.join(':') }[steps[2] ?? ''] ?? '';
    };
  }

  return (object) => sqlText(fieldAt(object, field === '_type' ? ['type'] : steps));
}

/** The value at a path. The last step may lead through a list: what each of its items has there. */
function fieldAt(object: Json, steps: readonly string[]): Json | undefined {
  return steps.reduce<Json | undefined>((value, step, index) => {
    if (Array.isArray(value)) {
      return index === steps.length - 1 ? value.map((item) => (isObject(item) ? item[step] ?? '' : '')) : value;
    }

    return isObject(value) ? value[step] : undefined;
  }, object);
}

/** A value as the cache stores it: a list is its items between bars. */
function sqlText(value: Json | undefined): string {
  return Array.isArray(value) ? value.map(textOf).join('|') : textOf(value);
}

/** What a numeric column makes of a text: a number if it is one. */
function numberIn(text: string): Cell {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** The name of the column that a field stands for. */
export function columnName(field: readonly string[]): string {
  const last = field.at(-1) ?? '';

  return field.length < 2 || /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(last) ? field.join('.') : `${ field.slice(0, -1).join('.') }[${ last }]`;
}

/** The column of a field; one with an index in it is that item of a column that holds a list. */
export function columnOf(columns: ReadonlyMap<string, Column>, field: readonly string[]): Column {
  const name = columnName(field);
  const found = columns.get(name);
  const place = field.findLastIndex((step, index) => index > 0 && /^\d+$/.test(step));
  const list = !found && field.length > 2 && place > 0 ? columns.get(columnName(field.toSpliced(place, 1))) : undefined;

  if (list) {
    return (object) => String(list(object)).split('|')[Number(field[place])] ?? '';
  }
  if (!found) {
    throw steveError(422, 'InvalidBodyContent', `column is invalid [${ name }]: supplied column is invalid`);
  }

  return found;
}
