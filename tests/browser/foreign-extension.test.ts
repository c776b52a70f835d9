import path from 'node:path';
import isEqual from 'lodash/isEqual';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Cluster } from './support/cluster';
import { ConsoleWatch } from './support/console-watch';
import { IP_POOLS } from './support/dashboard';
import { serveForeignExtension, type ForeignDashboard } from './support/foreign-extension';
import { leftEditing } from './support/form';
import { CLUSTERS } from './support/modes';
import { createLoadBalancer, createPool, selectorOf } from './support/objects';
import { requestsFor } from './support/traffic';

const { id, base } = CLUSTERS.rancher;
const SCREENSHOTS = path.resolve(import.meta.dirname, '../../artifacts/screenshots/foreign-extension');
/** Compiling takes its time where everything else runs as well. */
const BUILD_MS = 400_000;

/** The mark of a class on the save engine, as the page knows it. */
const BRAND = 'harvester-models.save-engine';

interface AppElement {
  readonly __vue_app__: { readonly config: { readonly globalProperties: { readonly $store: {
    readonly getters: Readonly<Record<string, ((resource: object) => object) | undefined>>;
  } } } };
}

describe.each([
  { entry: 'index.js', how: 'without protection', keeps: false, method: 'PUT', next: 10, what: 'the next load balancer gets the address that another one holds' },
  { entry: 'protected.js', how: 'with the one line', keeps: true, method: 'PATCH', next: 11, what: 'the next load balancer gets the next free address' },
] as const)('A foreign extension ($entry), $how', ({ entry, how, keeps, method, next }) => {
  let server: ForeignDashboard;
  let browser: Browser;
  let page: Page;
  let watch: ConsoleWatch;
  let cluster: Cluster;

  beforeAll(async() => {
    server = await serveForeignExtension(entry);
    browser = await chromium.connect(inject('browserEndpoint'));
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(30_000);
    watch = new ConsoleWatch(page);
    cluster = new Cluster(`${ server.url }${ base }`);
  }, BUILD_MS);
  afterAll(async() => {
    await browser.close();
    await server.close();
  });

  it('keeps the status of an IP pool that its form saves, or loses it', async() => {
    const { name, prefix } = await createPool(cluster, ['one']);
    const before = await cluster.get('pools', name);

    await page.goto(`${ server.url }/dashboard/lab/c/${ id }/${ IP_POOLS }/${ name }?mode=edit`);
    await page.getByTestId('pool-network').fill('default/vlan110');
    await page.screenshot({ path: path.join(SCREENSHOTS, `form ${ how }.png`) });
    const asked = requestsFor(page, name);

    await page.getByTestId('form-save').click();
    await leftEditing(page);
    const after = await cluster.get('pools', name);
    const writes = asked.filter((request) => request.method !== 'GET').map((request) => request.method);

    await page.getByText(name, { exact: true }).first().waitFor();
    await page.screenshot({ path: path.join(SCREENSHOTS, `list ${ how }.png`) });

    expect(selectorOf(after)).toStrictEqual({ ...selectorOf(before), network: 'default/vlan110' });
    expect([writes, isEqual(after.status, before.status)]).toStrictEqual([[method], keeps]);
    await expect(createLoadBalancer(cluster, `${ name }-two`, name)).resolves.toBe(`${ prefix }.${ next }`);
    expect(watch.complaints).toStrictEqual([]);
  });

  it.each([
    ['harvester', 'example.io.unknown', keeps, 'in its own store, also what nobody has a model for'],
    ['cluster', IP_POOLS, keeps, 'its models, in whatever store they are used'],
    ['cluster', 'example.io.unknown', false, 'not what else the host\'s stores hold'],
    ['management', 'management.cattle.io.user', false, 'not the host\'s own models'],
  ])('puts on the engine what the store %s holds of %s: %s, %s', async(store, type, expected, _what) => {
    const found = await page.evaluate(([getter, asked, brand]) => {
      const { $store } = (document.querySelector('#app') as unknown as AppElement).__vue_app__.config.globalProperties;
      const model = $store.getters[getter]?.({ type: asked });

      return model && Reflect.get(model, Symbol.for(brand)) === true;
    }, [`${ store }/classify`, type, BRAND] as const);

    expect(found).toBe(expected);
  });
});
