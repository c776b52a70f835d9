import { createStore, type Store } from 'vuex';
import { SteveFactory } from '@shell/plugins/steve';
import HybridModel from '@shell/plugins/steve/hybrid-class';
import type SteveModel from '@shell/plugins/steve/steve-class';
import type { ApiRequest, ApiResponse } from '../harvester-api/types';

const NAMESPACE = 'harvester';

/** A model class as the shell's store makes instances of it. */
export type AnyModel = typeof SteveModel;

export interface DashboardOptions {
  /** Answers the dashboard's requests; a rejection is a connection that broke. */
  send(request: ApiRequest): ApiResponse | Promise<ApiResponse>;
  /** The class of a type's instances, as the store's `classify` finds it. */
  modelFor(type: string): AnyModel;
  /** The texts of the dashboard, where there are any; without them a key stands for itself. */
  translate?(key: string, args?: Readonly<Record<string, unknown>>): string | undefined;
}

/** The shell's own Steve store, as the dashboard runs it, on any API: no browser, no socket. */
export interface DashboardStore {
  readonly store: Store<object>;
  /** Loads one resource from the server into the store. */
  find(type: string, id: string): Promise<SteveModel>;
  findAll(type: string): Promise<readonly SteveModel[]>;
  /** A copy to edit, as forms make it. */
  clone(resource: SteveModel): Promise<SteveModel>;
  /** A new resource, as the create page makes it. */
  create(data: object): Promise<SteveModel>;
  /** The schemas that the store has loaded. */
  schemas(): readonly object[];
  /** What a watch event does to the store. */
  receive(data: object): Promise<void>;
}

interface AxiosOptions {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
}

const ORIGIN = 'http://harvester.local';

/** Sends as axios does: a body that is not text goes as JSON, an answer that is not good is a rejection. */
async function axios(send: DashboardOptions['send'], options: AxiosOptions): Promise<object> {
  const { url, headers: _headers } = new Request(new URL(options.url, ORIGIN), { headers: { ...options.headers } });
  const headers: Record<string, string> = { host: new URL(ORIGIN).host };

  _headers.forEach((value, name) => {
    headers[name] = value;
  });

  const body = options.data === undefined ? undefined : typeof options.data === 'string' ? options.data : JSON.stringify(options.data);
  const answer = await send({
    method: (options.method ?? 'get').toUpperCase(), url: url.slice(ORIGIN.length), headers, ...(body === undefined ? {} : { body }),
  });
  const response = {
    status: answer.status, statusText: String(answer.status), headers: answer.headers, data: parsed(answer), config: options,
  };

  if (answer.status >= 400) {
    throw Object.assign(new Error(`Request failed with status code ${ answer.status }`), { isAxiosError: true, response });
  }

  return response;
}

function parsed(answer: ApiResponse): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    return answer.body;
  }
}

const TYPE_OPTIONS = {
  isCreatable: true, isEditable: true, isRemovable: true, canYaml: true,
};

/** The getters of the dashboard's other stores that a model or the Steve store asks for. */
function rootGetters(options: DashboardOptions): Record<string, () => unknown> {
  return {
    'type-map/optionsFor':        () => () => TYPE_OPTIONS,
    'type-map/isSpoofed':         () => () => false,
    'type-map/allSpoofedSchemas': () => [],
    'type-map/hasCustomEdit':     () => () => true,
    'type-map/labelFor':          () => (schema: { readonly id: string }) => schema.id,
    'i18n/exists':                () => (key: string) => options.translate?.(key) !== undefined,
    'i18n/t':                     () => (key: string, args?: Readonly<Record<string, unknown>>) => options.translate?.(key, args) ?? key,
    'prefs/get':                  () => () => undefined,
    'management/byId':            () => () => undefined,
    'auth/fromHeader':            () => undefined,
    currentStore:                 () => () => NAMESPACE,
    currentProduct:               () => ({ name: NAMESPACE, inStore: NAMESPACE }),
    productId:                    () => NAMESPACE,
    clusterId:                    () => 'local',
    systemNamespaces:             () => ['kube-system', 'harvester-system'],
  };
}

/** Opens the shell's store on an API and loads its schemas. */
export async function openDashboard(options: DashboardOptions, baseUrl = '/v1/harvester'): Promise<DashboardStore> {
  const steve = SteveFactory(NAMESPACE, baseUrl);
  const store = createStore<object>({
    getters: rootGetters(options),
    actions: { 'auth/gotHeader': () => undefined, 'growl/success': () => undefined, 'growl/error': () => undefined, 'growl/fromError': () => undefined, 'prefs/set': () => undefined },
    modules: {
      [NAMESPACE]: {
        ...steve,
        getters: { ...steve.getters, classify: () => ({ type = '' }: { readonly type?: string }) => options.modelFor(type) },
        // There is no socket: nothing is watched.
        actions: { ...steve.actions, watch: () => undefined, unwatch: () => undefined },
      },
    },
  });

  Object.assign(store, { $axios: (request: AxiosOptions) => axios((asked) => options.send(asked), request), $config: { rancherEnv: NAMESPACE } });
  Object.assign(store.state, { $extension: { getDynamic: () => undefined, getPlugins: () => ({}) } });
  store.commit(`${ NAMESPACE }/applyConfig`, { baseUrl, namespace: NAMESPACE });
  await store.dispatch(`${ NAMESPACE }/loadSchemas`, false);

  return {
    store,
    find:    (type, id) => resource(store.dispatch(`${ NAMESPACE }/find`, { type, id, opt: { force: true, watch: false } })),
    findAll: async (type) => {
      const list: unknown = await store.dispatch(`${ NAMESPACE }/findAll`, { type, opt: { force: true, watch: false } });

      return Array.isArray(list) ? list.filter(isResource) : [];
    },
    clone:   (original) => resource(store.dispatch(`${ NAMESPACE }/clone`, { resource: original })),
    create:  (data) => resource(store.dispatch(`${ NAMESPACE }/create`, data)),
    schemas: () => {
      const { [`${ NAMESPACE }/all`]: all } = store.getters as Readonly<Record<string, (type: string) => readonly object[]>>;

      return all?.('schema') ?? [];
    },
    async receive(data) {
      await store.dispatch(`${ NAMESPACE }/load`, { data });
    },
  };
}

/** Some of the shell's models stand beside SteveModel, on the class that it is made of. */
function isResource(model: unknown): model is SteveModel {
  return model instanceof HybridModel;
}

async function resource(found: Promise<unknown>): Promise<SteveModel> {
  const model = await found;

  if (!isResource(model)) {
    throw new Error('the store answered with something that is not a resource');
  }

  return model;
}
