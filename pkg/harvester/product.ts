import type { Plugin, RootStore } from '@shell/core/plugin';
import type { Getters } from '@shell/plugins/steve/steve-class';
import icon from './icon.svg';
import { addNavigation } from './navigation';
import { nameExtensionManager } from './older-hosts';
import { DASHBOARD, listRoute, PRODUCT, SUPPORT_ROUTE } from './routes';
import { CLUSTER_STORE, LOCAL, serverVersion } from './store/context';

/** Describes the product to the dashboard: its store, its navigation and, where it is the only product, the dashboard itself. */
export function addProduct(plugin: Plugin, store: RootStore): void {
  nameExtensionManager(store.state);

  const dsl = plugin.DSL(store, PRODUCT);
  const home = listRoute(DASHBOARD);

  dsl.product({
    inStore:               CLUSTER_STORE,
    removable:             false,
    showNamespaceFilter:   true,
    customNamespaceFilter: true,
    showClusterSwitcher:   true,
    hideKubeShell:         true,
    hideKubeConfig:        true,
    hideCopyConfig:        true,
    to:                    home,
    supportRoute:          SUPPORT_ROUTE,
  });

  if (process.env.rancherEnv === 'harvester') {
    const start = { ...home, params: { ...home.params, cluster: LOCAL } };

    void store.dispatch('setIsSingleProduct', {
      productName:       PRODUCT,
      productNameKey:    'harvesterModels.pages.product',
      logo:              icon,
      supportCustomLogo: true,
      getVersionInfo:    ({ getters }: { readonly getters: Getters }) => serverVersion(getters) ?? '',
      afterLoginRoute:   start,
      logoRoute:         start,
    });
  }

  addNavigation(dsl);
}
