import { chromium, type Browser, type BrowserServer, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser';
import { build } from '../../scripts/build/build';
import { differences } from '../../scripts/conformance/differences';
import type { RunningServer } from '../../scripts/harvester-api/server';
import type { KubeObject } from '../../scripts/harvester-api/types';
import { serve } from '../../scripts/serve';
import { ConsoleWatch } from '../browser/support/console-watch';
import { Form, leftEditing } from '../browser/support/form';
import { List } from '../browser/support/list';
import { requestsFor } from '../browser/support/traffic';
import { YamlEditor } from '../browser/support/yaml-editor';
import { allocate, createPool, POOL, urlOf } from '../support/pool';
import { succeed } from '../support/test-server';
import { clusterServer } from './support/cluster-server';

const server = clusterServer();

async function createNetwork(name: string): Promise<void> {
  await succeed(server, 'POST', '/apis/k8s.cni.cncf.io/v1/namespaces/default/network-attachment-definitions', {
    apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name, namespace: 'default' }, spec: { config: JSON.stringify({ cniVersion: '0.3.1', name, type: 'bridge', bridge: 'mgmt-br' }) },
  });
}

/** The form minds other pools with the same addresses. */
async function removePools(): Promise<void> {
  const { items } = await succeed(server, 'GET', urlOf('').slice(0, -1)) as KubeObject & { readonly items: readonly KubeObject[] };

  for (const { metadata: { name } } of items) {
    await succeed(server, 'PATCH', urlOf(name), { metadata: { finalizers: null } }, 'application/merge-patch+json');
    await succeed(server, 'DELETE', urlOf(name));
  }
}

describe('The standalone dashboard on a gateway in front of a real control plane', () => {
  let gateway: RunningServer;
  let browserServer: BrowserServer;
  let browser: Browser;
  let page: Page;
  let watch: ConsoleWatch;

  beforeAll(async() => {
    await build('standalone');
    gateway = await serve({
      mode: 'standalone', port: 0, ui: true, demoData: false, admission: false, controllers: false, verbose: false, steve: { url: inject('steveUrl'), insecure: false },
    });
    browserServer = await launchBrowser();
    browser = await chromium.connect(browserServer.wsEndpoint());
    await createNetwork('a');
    await createNetwork('b');
  });

  afterAll(async() => {
    await browser.close();
    await browserServer.close();
    await gateway.close();
  });

  beforeEach(async() => {
    await removePools();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(30_000);
    watch = new ConsoleWatch(page);
  });

  afterEach(async({ task }) => {
    await page.screenshot({ path: `artifacts/screenshots/gateway/${ task.name }.png`, animations: 'disabled' });
    await page.close();
    if (watch.complaints.length) {
      throw new Error(`The page complains: ${ watch.complaints.join('; ') }`);
    }
  });

  async function open(location: string): Promise<void> {
    await page.goto(`${ gateway.url }/dashboard/harvester/c/local/${ location }`);
  }

  async function openForm(name: string): Promise<Form> {
    await open(`${ POOL }/${ name }?mode=edit`);

    const form = new Form(page);

    await form.ready();
    await form.tab('Selector');

    return form;
  }

  it('changes the selector of a pool in use, and nothing else', async() => {
    const { metadata, ...before } = await createPool(server, 'by-form');
    const form = await openForm('by-form');
    const asked = requestsFor(page, 'by-form');

    await form.choose('spec.selector.network', 'default/b');
    await form.save();

    expect(differences({ ...before, metadata }, await succeed(server, 'GET', urlOf('by-form'))).map(({ path, after }) => [path, after])).toStrictEqual([['spec.selector.network', 'default/b']]);
    expect(asked).toStrictEqual([
      { method: 'PATCH', path: urlOf('by-form'), body: { spec: { selector: { network: 'default/b' } }, metadata: { resourceVersion: metadata.resourceVersion, uid: metadata.uid } } },
      { method: 'GET', path: `/v1/${ POOL }s/by-form`, body: undefined },
    ]);
  });

  it('keeps an address that is given out while the form is open', async() => {
    await createPool(server, 'meanwhile');

    const form = await openForm('meanwhile');

    await allocate(server, 'meanwhile', 'default/next');
    watch.expect(/status of 409/);
    await form.choose('spec.selector.network', 'default/b');
    await form.save();

    expect(await succeed(server, 'GET', urlOf('meanwhile'))).toMatchObject({
      spec: { selector: { network: 'default/b', priority: 1 } }, status: { available: 239, allocated: { '192.168.0.10': 'default/lb', '192.168.0.11': 'default/next' } },
    });
  });

  it('shows a collision, and stores what the user decides', async() => {
    await createPool(server, 'collided');

    const form = await openForm('collided');
    const panel = page.getByTestId('conflict-panel');

    await form.choose('spec.selector.network', 'default/b');
    await succeed(server, 'PATCH', urlOf('collided'), { spec: { selector: { network: 'default/theirs' } } }, 'application/merge-patch+json');
    watch.expect(/status of 409/);
    await form.saveButton.click();
    await panel.waitFor();
    expect(await succeed(server, 'GET', urlOf('collided'))).toMatchObject({ spec: { selector: { network: 'default/theirs' } } });
    await panel.getByRole('radio', { name: 'default/b' }).check();
    await panel.getByTestId('conflict-apply').click();
    await leftEditing(page);

    expect(await succeed(server, 'GET', urlOf('collided'))).toMatchObject({ spec: { selector: { network: 'default/b', priority: 1 } }, status: { available: 240 } });
  });

  it('changes one line on the YAML page, and nothing else', async() => {
    const before = await createPool(server, 'by-yaml');

    await open(`${ POOL }/by-yaml?mode=edit&as=yaml`);

    const editor = new YamlEditor(page);

    await editor.replace('network: default/a', 'network: default/b');
    await editor.save();

    expect(differences(before, await succeed(server, 'GET', urlOf('by-yaml'))).map(({ path, after }) => [path, after])).toStrictEqual([['spec.selector.network', 'default/b']]);
  });

  it('shows in the list what somebody else makes and changes', async() => {
    await open(POOL);

    const list = new List(page);

    await createPool(server, 'live');
    await list.shows('live');
    await succeed(server, 'PATCH', urlOf('live'), { spec: { selector: { network: 'default/elsewhere' } } }, 'application/merge-patch+json');
    await list.row('live').getByText('default/elsewhere').waitFor();
    expect(await list.row('live').innerText()).toContain('1 of 241 in use');
  });
});
