import type { JsonObject } from '../types';

/** An installed UI extension. */
export interface UiPlugin {
  readonly name: string;
  readonly version: string;
  /** The `rancher.annotations` of its package.json: the dashboard refuses an extension whose versions do not fit. */
  readonly annotations: Readonly<Record<string, string>>;
}

const ROOT = '/v1/uiplugins';

/** Where the dashboard finds an extension's files. */
const endpointOf = ({ name, version }: UiPlugin): string => `${ ROOT }/${ name }/${ version }/plugin`;

/** The answer to `GET /v1/uiplugins`: which extensions to load. */
export function uiPluginIndex(plugins: readonly UiPlugin[]): JsonObject {
  return {
    entries: Object.fromEntries(plugins.map((plugin) => [plugin.name, {
      name: plugin.name, version: plugin.version, endpoint: endpointOf(plugin), noCache: false, noAuth: false, metadata: { ...plugin.annotations },
    }])),
  };
}

/** The extension as the object that an operator sees in Rancher. */
export const uiPluginObject = (plugin: UiPlugin): JsonObject => ({
  apiVersion: 'catalog.cattle.io/v1',
  kind:       'UIPlugin',
  metadata:   { name: plugin.name, namespace: 'cattle-ui-plugin-system' },
  spec:       { plugin: { name: plugin.name, version: plugin.version, endpoint: endpointOf(plugin), noCache: false, noAuth: false, metadata: { ...plugin.annotations } } },
  status:     { cacheState: 'cached', ready: true, observedGeneration: 1 },
});
