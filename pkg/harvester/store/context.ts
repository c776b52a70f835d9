import type { Getters } from '@shell/plugins/steve/steve-class';

/** What a store's action gets, as far as this extension's actions use it. */
export interface ActionContext {
  readonly getters: Getters;
  readonly rootGetters: Getters;
  readonly rootState: { readonly $router?: { push(to: object): Promise<unknown> } };
  readonly commit: (mutation: string, payload?: unknown, options?: { readonly root: true }) => void;
  readonly dispatch: (action: string, payload?: unknown, options?: { readonly root: true }) => Promise<unknown>;
}

function isFunction(value: unknown): value is (...args: readonly unknown[]) => unknown {
  return typeof value === 'function';
}

/** What a getter that takes arguments answers; `undefined` when the store has no such getter. */
export function ask(getters: Getters, getter: string, ...args: readonly unknown[]): unknown {
  const answer = getters[getter];

  return isFunction(answer) ? answer(...args) : undefined;
}

/** A property of something that the shell hands over untyped. */
export function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** The store that holds a Harvester cluster's resources, and the one that answers for the product as a whole. */
export const CLUSTER_STORE = 'harvester';
export const COMMON_STORE = 'harvester-common';

/** The cluster that the dashboard itself runs in. */
export const LOCAL = 'local';

export const SETTING = 'harvesterhci.io.setting';
const SERVER_VERSION = 'server-version';

/** The version that a Harvester says it has, as it says it; `undefined` when that is not loaded. */
export function serverVersion(rootGetters: Getters): string | undefined {
  const value = propertyOf(ask(rootGetters, `${ CLUSTER_STORE }/byId`, SETTING, SERVER_VERSION), 'value');

  return typeof value === 'string' && value !== '' ? value : undefined;
}
