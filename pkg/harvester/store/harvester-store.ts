import SteveSchema from '@shell/models/steve-schema';
import { SteveFactory } from '@shell/plugins/steve';
import type { StoreSpecifics } from '@shell/core/plugin';
import type SteveModel from '@shell/plugins/steve/steve-class';
import type { Getters, ShellSchema } from '@shell/plugins/steve/steve-class';
import { harvesterResource } from '@models/base/harvester-resource';
import { hasSaveEngine } from '@models/base/save-engine';
import { typeOfPage } from '../pages/page-types';
import { keepingInstances } from './keep-instances';
import { loadCluster } from './load-cluster';
import { namespaceFilterOptions } from './namespace-filter';

type Classify = (resource: object) => typeof SteveModel;
type SchemaFor = (type: string, ...rest: readonly unknown[]) => ShellSchema | null | undefined;

/** Describes a type of resources, and is none. */
const SCHEMA = 'schema';

/** The class to use where the shell's look-up gives `Found`: itself when it is on the base, otherwise on the base by mixin. */
export function onBase(Found: typeof SteveModel): typeof SteveModel {
  return hasSaveEngine(Found) ? Found : harvesterResource(Found);
}

/** The store of a Harvester cluster's resources: a Steve store in which every class saves through the engine, whoever wrote it. */
export function harvesterStore(): StoreSpecifics {
  const steve = SteveFactory(null, null);
  const { classify, schemaFor } = steve.getters;

  if (!classify || !schemaFor) {
    throw new Error('This dashboard\'s Steve store has no classify or schemaFor to build on.');
  }

  return {
    state:     steve.state as () => object,
    mutations: keepingInstances(steve.mutations),
    actions:   { ...steve.actions, loadCluster, onLogout: () => undefined },
    getters:   {
      ...steve.getters,
      classify(state: object, getters: Getters, rootState: object, rootGetters: Getters): Classify {
        const classOf = classify(state, getters, rootState, rootGetters) as Classify;

        return (resource) => Reflect.get(resource, 'type') === SCHEMA ? SteveSchema : onBase(classOf(resource));
      },
      namespaceFilterOptions: (_state: object, getters: Getters, _rootState: object, rootGetters: Getters) => (
        (helpers: Parameters<typeof namespaceFilterOptions>[2]) => namespaceFilterOptions(getters, rootGetters, helpers)
      ),
      // Pages of a kind that the shell has pages for too are under a name of their own, which has no schema.
      schemaFor(state: object, getters: Getters, rootState: object, rootGetters: Getters): SchemaFor {
        const schemaOf = schemaFor(state, getters, rootState, rootGetters) as SchemaFor;

        return (type, ...rest) => schemaOf(typeOfPage(type), ...rest);
      },
    },
  };
}
