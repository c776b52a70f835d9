import { readFileSync } from 'node:fs';
import path from 'node:path';
import { outputDir } from './build/targets';
import { admissionRules } from './harvester-api/admission/rules';
import { HarvesterApi, RANCHER_BASE } from './harvester-api/api';
import { createControllers } from './harvester-api/controllers/controllers';
import { loadDemoData } from './harvester-api/demo-data';
import { RancherEndpoints } from './harvester-api/rancher/endpoints';
import { loadEmbeddedRancher, loadRancher } from './harvester-api/rancher/management-objects';
import { rancherRoutes } from './harvester-api/rancher/routes';
import { embeddedRancherTypes, rancherTypes } from './harvester-api/rancher/types';
import type { UiPlugin } from './harvester-api/rancher/ui-plugins';
import { startServer, type RunningServer } from './harvester-api/server';

export type Mode = 'standalone' | 'rancher';

export interface ServeOptions {
  /** Standalone: the Harvester cluster is at the root. Rancher: it is below `/k8s/clusters/c-m-demo`, and the root is Rancher's. */
  readonly mode: Mode;
  /** 0 picks a free one. */
  readonly port: number;
  /** Loopback unless given. */
  readonly host?: string;
  /** False serves the API alone. */
  readonly ui: boolean;
  readonly demoData: boolean;
  readonly admission: boolean;
  readonly controllers: boolean;
  /** Logs a line per request. */
  readonly verbose: boolean;
}

/** The built extension as a Rancher lists it. */
function builtExtension(): UiPlugin {
  const { name, version, rancher } = JSON.parse(readFileSync(path.join(outputDir('extension'), 'package.json'), 'utf8')) as {
    readonly name: string; readonly version: string; readonly rancher: { readonly annotations: Readonly<Record<string, string>> };
  };

  return { name, version, annotations: rancher.annotations };
}

/** Starts the embedded Harvester API, with a dashboard in front of it unless told otherwise. */
export async function serve({ mode, port, host, ui, demoData, admission, controllers, verbose }: ServeOptions): Promise<RunningServer> {
  const api = new HarvesterApi({
    admission: admission ? admissionRules : [], controllers: controllers ? createControllers() : [], types: mode === 'standalone' ? embeddedRancherTypes : [],
  });
  const plugins = mode === 'rancher' && ui ? [builtExtension()] : [];
  const rancher = mode === 'rancher' ? new HarvesterApi({ types: rancherTypes, harvester: false, base: '/k8s/clusters/local' }) : undefined;

  if (rancher) {
    loadRancher(rancher.cluster, plugins);
  } else {
    loadEmbeddedRancher(api.cluster);
  }

  if (demoData) {
    loadDemoData(api.cluster, () => {
      api.settle();
    });
  }

  return startServer({
    api,
    mode,
    port,
    verbose,
    extraRoutes: rancherRoutes(new RancherEndpoints(plugins), RANCHER_BASE, rancher),
    ...(rancher ? { rancher } : {}),
    ...(host === undefined ? {} : { host }),
    ...(ui ? { ui: outputDir(mode === 'standalone' ? 'standalone' : 'host'), plugins: outputDir('extension') } : {}),
  });
}
