import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildEnvironment, outputDir, PROJECT_ROOT } from '../../../scripts/build/targets';
import { admissionRules } from '../../../scripts/harvester-api/admission/rules';
import { HarvesterApi, RANCHER_BASE } from '../../../scripts/harvester-api/api';
import { createControllers } from '../../../scripts/harvester-api/controllers/controllers';
import { loadDemoData } from '../../../scripts/harvester-api/demo-data';
import { RancherEndpoints } from '../../../scripts/harvester-api/rancher/endpoints';
import { loadRancher } from '../../../scripts/harvester-api/rancher/management-objects';
import { rancherRoutes } from '../../../scripts/harvester-api/rancher/routes';
import { rancherTypes } from '../../../scripts/harvester-api/rancher/types';
import { startServer } from '../../../scripts/harvester-api/server';
import metadata from '../../fixtures/foreign-extension/pkg/lab/package.json';

const LAB = path.join(PROJECT_ROOT, 'tests/fixtures/foreign-extension/pkg/lab');

/** A Rancher dashboard that loads the foreign extension and nothing else of ours. */
export interface ForeignDashboard {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the extension from one of its entries, and serves it to the host dashboard as a Rancher does. */
export async function serveForeignExtension(entry: 'index.js' | 'protected.js'): Promise<ForeignDashboard> {
  const folder = mkdtempSync(path.join(tmpdir(), 'foreign-extension-'));
  const { name, version, rancher: { annotations } } = metadata;

  await compile(entry, `${ name }-${ version }`, folder);

  const plugins = [{ name, version, annotations }];
  const api = new HarvesterApi({ admission: admissionRules, controllers: createControllers() });
  const rancher = new HarvesterApi({ types: rancherTypes, harvester: false, base: '/k8s/clusters/local' });

  loadRancher(rancher.cluster, plugins);
  loadDemoData(api.cluster, () => { api.settle(); });

  const { url, close } = await startServer({
    api, mode: 'rancher', port: 0, rancher, extraRoutes: rancherRoutes(new RancherEndpoints(plugins), RANCHER_BASE, rancher), ui: outputDir('host'), plugins: folder,
  });

  return {
    url,
    async close() {
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}

function compile(entry: string, id: string, output: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'compile-foreign-extension.ts'), LAB, entry, id, output], {
    cwd: LAB, env: buildEnvironment('extension', 'production', process.env), stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';

  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(said));
      }
    });
  });
}
