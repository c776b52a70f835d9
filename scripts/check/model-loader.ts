import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, createServerModuleRunner } from 'vite';
import { installBrowserGlobals } from './browser-globals';
import type { Runtime } from './runtime';
import { extensionPlugin, type ExtensionFolders } from './extension-plugin';
import type { Load } from './registered';
import { runtimeFile } from './paths';
import { typescriptPlugin } from './typescript-plugin';

/** Loads modules of an extension on one shell. */
export interface ModelLoader {
  readonly runtime: Runtime;
  /** @throws what loading the module throws */
  readonly load: Load;
  close(): Promise<void>;
}

/** Opens a loader: nothing is written, watched or served. */
export async function openLoader(folders: ExtensionFolders): Promise<ModelLoader> {
  installBrowserGlobals();

  const server = await createServer({
    root:         folders.root,
    cacheDir:     path.join(tmpdir(), 'harvester-models-check'),
    configFile:   false,
    envFile:      false,
    publicDir:    false,
    // The extension's own configuration is for styles, which nobody looks at.
    css:          { postcss: {} },
    logLevel:     'silent',
    // TypeScript is compiled as the extension's own configuration says; this leaves the helpers that the result imports.
    oxc:          { include: /^$/ },
    plugins:      [extensionPlugin(folders), typescriptPlugin(folders)],
    server:       { middlewareMode: true, watch: null, ws: false, hmr: false },
    optimizeDeps: { noDiscovery: true, include: [] },
    environments: { ssr: { resolve: { noExternal: true } } },
  });
  const runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
  const load: Load = (file) => runner.import<Record<string, unknown>>(file);

  try {
    const { runtime } = await runner.import<{ readonly runtime: Runtime }>(runtimeFile);

    return {
      runtime,
      load,
      async close() {
        await runner.close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
