import { useStore } from 'vuex';
import { useI18n } from '@shell/composables/useI18n';
import type { Getters, ShellSchema } from '@shell/plugins/steve/steve-class';
import { ask, CLUSTER_STORE, propertyOf } from '../store/context';

/** Puts a key's text together with its arguments, in the user's language. */
export type Translate = (key: string, args?: Readonly<Record<string, unknown>>) => string;

/** What pages use of the dashboard: its texts, and the cluster's resources. */
export interface Shell {
  readonly t: Translate;
  /** The schema of a type; `undefined` when the cluster does not serve it or the user may not see it. */
  readonly schemaFor: (type: string) => ShellSchema | undefined;
  /** What a type is called, for that many of it. */
  readonly labelOf: (type: string, count: number) => string;
  /** The resources of a type that are loaded; `undefined` when its list is not. */
  readonly listOf: (type: string) => readonly object[] | undefined;
  /** How many resources of a type there are, loaded or not; `undefined` when the server does not count them. */
  readonly countOf: (type: string) => number | undefined;
  /** Loads a type's list and keeps it up to date. */
  readonly load: (type: string) => Promise<void>;
  /** The socket that keeps the store up to date; `undefined` until there is one. */
  readonly socket: () => unknown;
  /** Remembers the namespace as the one that the user creates in. */
  readonly rememberNamespace: (namespace: string) => void;
}

/** The dashboard as this page's component sees it. Only within `setup`. */
export function useShell(): Shell {
  const store = useStore<object>();
  const i18n = useI18n(store);
  const getters = store.getters as Getters;
  const inCluster = (getter: string, ...args: readonly unknown[]): unknown => ask(getters, `${ CLUSTER_STORE }/${ getter }`, ...args);

  return {
    t:         (key, args) => i18n.t(key, args, true),
    schemaFor: (type) => (inCluster('schemaFor', type) ?? undefined) as ShellSchema | undefined,
    labelOf(type, count) {
      const schema = inCluster('schemaFor', type);
      const label = schema ? ask(getters, 'type-map/labelFor', schema, count) : undefined;

      return typeof label === 'string' ? label : type;
    },
    listOf(type) {
      const list = inCluster('haveAll', type) ? inCluster('all', type) : undefined;

      return Array.isArray(list) ? list as readonly object[] : undefined;
    },
    countOf(type) {
      const count = inCluster('count', { name: type, schema: inCluster('schemaFor', type) });

      return typeof count === 'number' ? count : undefined;
    },
    async load(type) {
      await store.dispatch(`${ CLUSTER_STORE }/findAll`, { type });
    },
    socket: () => propertyOf(propertyOf(store.state, CLUSTER_STORE), 'socket'),
    rememberNamespace(namespace) {
      void store.dispatch('prefs/set', { key: 'last-namespace', value: namespace });
    },
  };
}
