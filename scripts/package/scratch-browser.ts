import isEqual from 'lodash/isEqual';
import { chromium } from 'playwright-core';
import { outputDir } from '../build/targets';
import { launchBrowser } from '../browser';
import { differences } from '../conformance/differences';
import { admissionRules } from '../harvester-api/admission/rules';
import { HARVESTER_CLUSTER_ID, HarvesterApi, RANCHER_BASE } from '../harvester-api/api';
import { createControllers } from '../harvester-api/controllers/controllers';
import { loadDemoData } from '../harvester-api/demo-data';
import { RancherEndpoints } from '../harvester-api/rancher/endpoints';
import { loadRancher } from '../harvester-api/rancher/management-objects';
import { rancherRoutes } from '../harvester-api/rancher/routes';
import { rancherTypes } from '../harvester-api/rancher/types';
import type { UiPlugin } from '../harvester-api/rancher/ui-plugins';
import { startServer } from '../harvester-api/server';

const TYPE = 'loadbalancer.harvesterhci.io.ippool';
const RESOURCE = 'ippools.loadbalancer.harvesterhci.io';
const POOL = 'public';
/** A dashboard takes its time on a machine that does other things as well. */
const PATIENCE_MS = 180_000;

interface Proof {
  readonly plugin: UiPlugin;
  /** The folder that build-pkg wrote. */
  readonly files: string;
  readonly isProtected: boolean;
}

/**
 * Loads a built extension into a Rancher dashboard in Chromium, as Rancher does, and saves an IP pool through its form. Resolves to what was
 * seen. @throws Error when a protected extension loses something, or an unprotected one does not: then this proves nothing
 */
export async function editInBrowser({ plugin, files, isProtected }: Proof): Promise<readonly string[]> {
  const api = new HarvesterApi({ admission: admissionRules, controllers: createControllers() });
  const rancher = new HarvesterApi({ types: rancherTypes, harvester: false, base: '/k8s/clusters/local' });

  loadRancher(rancher.cluster, [plugin]);
  loadDemoData(api.cluster, () => { api.settle(); });

  const server = await startServer({
    api, mode: 'rancher', port: 0, rancher, extraRoutes: rancherRoutes(new RancherEndpoints([plugin]), RANCHER_BASE, rancher), ui: outputDir('host'), plugins: files,
  });
  const launched = await launchBrowser();
  const seen: string[] = [];

  try {
    const browser = await chromium.connect(launched.wsEndpoint());
    const page = await browser.newPage();
    const before = api.cluster.get(RESOURCE, undefined, POOL);

    page.setDefaultTimeout(PATIENCE_MS);
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());

      if (request.method() !== 'GET' && pathname.endsWith(`/${ POOL }`)) {
        seen.push(`${ request.method() } ${ pathname } ${ request.postData()?.length ?? 0 } bytes`);
      }
    });
    await page.goto(`${ server.url }/dashboard/lab/c/${ HARVESTER_CLUSTER_ID }/${ TYPE }/${ POOL }?mode=edit`);
    await page.getByTestId('pool-network').fill('default/vlan110');
    await page.getByTestId('form-save').click();
    await page.waitForURL((url) => !url.search.includes('mode=edit'));

    const after = api.cluster.get(RESOURCE, undefined, POOL);
    const changed = differences(before, after).map(({ path }) => path);

    seen.push(`stored differently: ${ changed.join(', ') }`);

    if (isEqual(before?.status, after?.status) !== isProtected) {
      throw new Error([`The extension is ${ isProtected ? '' : 'not ' }protected, and the status is ${ isProtected ? 'not ' : '' }what it was.`, ...seen].join('\n'));
    }
  } finally {
    await launched.close();
    await server.close();
  }

  return seen;
}
