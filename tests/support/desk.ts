import SteveModel from '@shell/plugins/steve/steve-class';
import { withSaveEngine } from '@models/base/save-engine';
import { type AnyModel, type DashboardStore, openDashboard } from '../../scripts/conformance/dashboard-store';
import { sampleObject } from '../../scripts/conformance/sample-object';
import { Definitions, type ServedType } from '../../scripts/harvester-api/definitions';
import type { ApiRequest, ApiResponse, JsonObject, KubeObject } from '../../scripts/harvester-api/types';
import { succeed, type TestServer } from './test-server';

/** Whose classes a dashboard runs on. */
export type Side = 'stock' | 'ours';

/** True on shell 3.0.13, the first with `update()`. */
export const IS_NEWEST_SHELL = Reflect.has(SteveModel.prototype, 'update');

/** What the tables say of the shell's own classes is true of the newest; ours do the same on every shell. */
export const TOLD_SIDES: readonly Side[] = IS_NEWEST_SHELL ? ['stock', 'ours'] : ['ours'];

/** The two classes of a type that are compared. */
export type Classes = Readonly<Record<Side, AnyModel>>;

/** A dashboard, and what it sent that writes. */
export interface Desk {
  readonly dashboard: DashboardStore;
  readonly writes: ApiRequest[];
  /** One line a request: method, endpoint, what the body is; then the answer's code when it refuses. */
  readonly sent: string[];
}

function lineOf({ method, url, headers, body = '' }: ApiRequest): string {
  const content = headers['content-type']?.replace('application/', '') ?? '';
  const endpoint = url.startsWith('/v1/') ? 'Steve' : 'Kubernetes';
  // To Kubernetes they are unknown fields, and some types keep those.
  const strange = endpoint === 'Kubernetes' && body.startsWith('{') && ['id', 'links', 'actions', '__clone'].some((key) => Object.hasOwn(JSON.parse(body) as object, key));

  return `${ method } ${ endpoint } ${ content }${ strange ? ' with Steve\'s keys' : '' }`.trimEnd();
}

/** A dashboard on the classes of one side. Actions of Steve's are answered here: no server that tests run on has any. */
export async function openDesk(server: TestServer, side: Side, classes: ReadonlyMap<string, Classes>): Promise<Desk> {
  const writes: ApiRequest[] = [];
  const sent: string[] = [];
  const rest = side === 'stock' ? SteveModel : withSaveEngine(SteveModel);
  const done: ApiResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  const dashboard = await openDashboard({
    async send(asked) {
      const answer = asked.url.includes('?action=') ? done : await server.send(asked);

      if (asked.method !== 'GET') {
        writes.push(asked);
        sent.push(lineOf(asked), ...answer.status >= 300 ? [String(answer.status)] : []);
      }

      return answer;
    },
    modelFor: (type) => classes.get(type)?.[side] ?? rest,
  }, '/v1');

  return { dashboard, writes, sent };
}

export function servedType(steveId: string): ServedType {
  const served = Definitions.all().ofSteve(steveId);

  if (!served) {
    throw new Error(`${ steveId } is not served`);
  }

  return served;
}

/** Where the objects of a type are, the namespaced ones in `default`. */
export function collectionOf({ group, apiVersion, namespaced, plural }: ServedType): string {
  return `/${ group ? 'apis' : 'api' }/${ apiVersion }/${ namespaced ? 'namespaces/default/' : '' }${ plural }`;
}

export function idOf({ namespaced }: ServedType, name: string): string {
  return namespaced ? `default/${ name }` : name;
}

/** Stores a full object of a type, its status wherever the type keeps it. `contents` stand for what a sample has in their place. */
export async function storeSample(server: TestServer, type: ServedType, name: string, contents: JsonObject = {}): Promise<KubeObject> {
  const sample = { ...sampleObject(type, name), ...contents };
  const created = await succeed(server, 'POST', collectionOf(type), sample);

  if (!type.statusSubresource || sample.status === undefined) {
    return created;
  }

  return succeed(server, 'PUT', `${ collectionOf(type) }/${ name }/status`, { ...created, status: sample.status });
}
