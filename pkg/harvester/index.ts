import { importTypes } from '@rancher/auto-import';
import { steveStoreInit } from '@shell/plugins/steve';
import type { Plugin } from '@shell/core/plugin';
import { registry, type ModelClass } from '@models/registry';
import icon from './icon.svg';
import metadata from './package.json';
import { registerPages } from './pages/model-pages';
import { addProduct } from './product';
import { DASHBOARD, routes } from './routes';
import { commonStore } from './store/common-store';
import { CLUSTER_STORE, COMMON_STORE } from './store/context';
import { harvesterStore } from './store/harvester-store';

/** The extension's entry: everything is registered before it returns, for the dashboard does not wait. */
export default function(plugin: Plugin): void {
  importTypes(plugin);
  plugin.metadata = { ...metadata, icon };

  const models: readonly ModelClass[] = Object.values(registry);

  for (const Model of models) {
    plugin.register('models', Model.storeScoped ? `${ CLUSTER_STORE }/${ Model.type }` : Model.type, () => ({ default: Model }));
    registerPages(plugin, Model);
  }

  plugin.register('list', DASHBOARD, () => import('./components/ProductDashboard.vue'));
  plugin.addProduct({ init: addProduct });
  plugin.addDashboardStore(COMMON_STORE, commonStore, { namespace: COMMON_STORE, isClusterStore: false });
  plugin.addDashboardStore(CLUSTER_STORE, harvesterStore(), { namespace: CLUSTER_STORE, isClusterStore: true }, steveStoreInit);
  plugin.addRoutes(routes);
}
