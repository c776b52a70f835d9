import type { MutationTree } from 'vuex';

/** As much of the store's cache of a type as this needs. Source: @shell/plugins/dashboard-store/mutations. */
interface TypeCache {
  readonly list: Resource[];
  readonly map: Map<string, Resource>;
}

interface Resource {
  readonly id?: string;
}

interface StoreState {
  readonly types: Readonly<Record<string, TypeCache | undefined>>;
}

interface LoadAll {
  readonly type: string;
  readonly data?: readonly Resource[];
  readonly ctx: object;
}

/**
 * Lets a list be loaded without taking the resources away that a page already holds: the shell makes new ones, and the page
 * would show the old one from then on, whatever happens to it. Here the old one is brought up to date and stays.
 */
export function keepingInstances(mutations: MutationTree<object>): MutationTree<object> {
  const { loadAll, load } = mutations;

  if (!loadAll || !load) {
    throw new Error('This dashboard\'s Steve store has no loadAll or load to build on.');
  }

  return {
    ...mutations,
    loadAll(state, payload: LoadAll): void {
      const { types } = state as StoreState;
      const before = new Map(types[payload.type]?.map);

      loadAll.call(this, state, payload);

      const after = types[payload.type];

      if (!after || before.size === 0) {
        return;
      }

      const data = new Map(payload.data?.map((item) => [item.id, item]));

      after.list.forEach(({ id = '' }, at) => {
        const kept = before.get(id);

        if (kept && data.has(id)) {
          after.list[at] = kept;
          after.map.set(id, kept);
          load.call(this, state, { data: data.get(id), ctx: payload.ctx });
        }
      });
    },
  };
}
