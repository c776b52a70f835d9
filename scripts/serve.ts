import { readFileSync } from 'node:fs';
import path from 'node:path';
import { outputDir } from './build/targets';
import { openGateway } from './gateway/gateway';
import type { SteveAddress } from './gateway/upstream';
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
import type { SteveVersion } from './harvester-api/steve/versions';

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
  /** In Rancher mode: a dashboard that was built elsewhere, and the Rancher that it belongs to, instead of the project's own. */
  readonly hostDashboard?: { readonly folder: string; readonly rancherVersion: string };
  readonly demoData: boolean;
  readonly admission: boolean;
  readonly controllers: boolean;
  /** Which Steve the Harvester cluster answers as; `0.7` by default. */
  readonly steveVersion?: SteveVersion;
  /** Logs a line per request. */
  readonly verbose: boolean;
  /** Instead of the embedded cluster: a Steve that requests are passed on to. */
  readonly steve?: SteveAddress;
}

/** The built extension as a Rancher lists it. */
function builtExtension(): UiPlugin {
  const { name, version, rancher } = JSON.parse(readFileSync(path.join(outputDir('extension'), 'package.json'), 'utf8')) as {
    readonly name: string; readonly version: string; readonly rancher: { readonly annotations: Readonly<Record<string, string>> };
  };

  return { name, version, annotations: rancher.annotations };
}

/** Starts the embedded Harvester API, with a dashboard in front of it unless told otherwise. @throws Error with one sentence */
export async function serve({ mode, port, host, ui, hostDashboard, demoData, admission, controllers, steveVersion, verbose, steve }: ServeOptions): Promise<RunningServer> {
  const api = new HarvesterApi({
    admission: admission ? admissionRules : [], controllers: controllers ? createControllers() : [], types: mode === 'standalone' ? embeddedRancherTypes : [], harvester: !steve,
    ...(steveVersion === undefined ? {} : { steveVersion }),
  });
  const plugins = mode === 'rancher' && ui ? [builtExtension()] : [];
  const rancher = mode === 'rancher' ? new HarvesterApi({ types: rancherTypes, harvester: false, base: '/k8s/clusters/local' }) : undefined;

  if (rancher) {
    loadRancher(rancher.cluster, plugins, hostDashboard?.rancherVersion);
  } else {
    loadEmbeddedRancher(api.cluster);
  }

  if (demoData && !steve) {
    loadDemoData(api.cluster, () => {
      api.settle();
    });
  }

  const passthrough = steve && await openGateway({
    ...steve, ...(mode === 'rancher' ? { base: RANCHER_BASE } : { rancher: api }), shared: host !== undefined, log: console.log,
  });

  return startServer({
    api,
    mode,
    port,
    verbose,
    extraRoutes: rancherRoutes(new RancherEndpoints(plugins, hostDashboard?.rancherVersion), RANCHER_BASE, rancher),
    ...(rancher ? { rancher } : {}),
    ...(passthrough ? { passthrough } : {}),
    ...(host === undefined ? {} : { host }),
    ...(ui ? { ui: mode === 'standalone' ? outputDir('standalone') : hostDashboard?.folder ?? outputDir('host'), plugins: outputDir('extension') } : {}),
  });
}
