import type { PluginRoute } from '@shell/core/plugin';
import type { NavigationRoute } from '@shell/store/type-map';

/** The product's name; the dashboard's Harvester manager knows product, store and routes by it. */
export const PRODUCT = 'harvester';

const ROUTE = 'harvester-c-cluster';
const PATH = '/:product/c/:cluster';
const META = { product: PRODUCT };

/** The landing page's name in the place of a type's. */
export const DASHBOARD = 'harvesterhci.io.dashboard';

/** Route names of the page that says that a Harvester is too old, inside Rancher and alone. */
export const UNSUPPORTED = { rancher: `${ ROUTE }-unsupported`, standalone: `${ ROUTE }-unsupported-standalone` } as const;

/** Where to find help. */
export const SUPPORT_ROUTE: NavigationRoute = { name: `${ ROUTE }-support`, params: { product: PRODUCT } };

/** Where a type's list is. */
export function listRoute(type: string): NavigationRoute {
  return { name: `${ ROUTE }-resource`, params: { product: PRODUCT, resource: type } };
}

/** Where one resource's page is. `id` is `namespace/name`, or `name` for a type without namespaces. */
export function detailRoute(type: string, id: string): NavigationRoute {
  const [name = id, namespace] = id.split('/', 2).reverse();

  return {
    name:   `${ ROUTE }-resource${ namespace === undefined ? '' : '-namespace' }-id`,
    params: { product: PRODUCT, resource: type, id: name, ...(namespace === undefined ? {} : { namespace }) },
  };
}

/** The product's pages: the shell's own list, and its create and resource pages with a review of what saving would change. They show what is registered for the type. */
export const routes: readonly PluginRoute[] = [
  {
    parent: 'blank',
    route:  { name: UNSUPPORTED.standalone, path: '/:product', component: () => import('./components/UnsupportedVersion.vue'), meta: META },
  },
  {
    parent: 'plain',
    route:  { name: UNSUPPORTED.rancher, path: '/:product', component: () => import('./components/UnsupportedVersion.vue'), meta: META },
  },
  {
    parent: 'default',
    route:  { name: SUPPORT_ROUTE.name, path: `${ PATH }/support`, component: () => import('./components/SupportPage.vue'), meta: META },
  },
  {
    parent: 'default',
    route:  {
      name: ROUTE, path: PATH, redirect: ({ params }) => ({ name: `${ ROUTE }-resource`, params: { ...params, product: PRODUCT, resource: DASHBOARD } }), meta: META,
    },
  },
  {
    parent: 'default',
    route:  { name: `${ ROUTE }-resource`, path: `${ PATH }/:resource`, component: () => import('@shell/pages/c/_cluster/_product/_resource/index.vue'), meta: { ...META, invalidResourceInContext: true } },
  },
  {
    parent: 'default',
    route:  { name: `${ ROUTE }-resource-create`, path: `${ PATH }/:resource/create`, component: () => import('./components/ResourcePage.vue'), meta: META },
  },
  {
    parent: 'default',
    route:  { name: `${ ROUTE }-resource-id`, path: `${ PATH }/:resource/:id`, component: () => import('./components/ResourcePage.vue'), meta: META },
  },
  {
    parent: 'default',
    route:  { name: `${ ROUTE }-resource-namespace-id`, path: `${ PATH }/:resource/:namespace/:id`, component: () => import('./components/ResourcePage.vue'), meta: META },
  },
];
