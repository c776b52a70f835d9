import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { differences } from '../../scripts/conformance/differences';
import { hindrances } from './support/accessibility';
import { IP_POOLS, useDashboard } from './support/dashboard';
import { Form, leftEditing } from './support/form';
import { MODES } from './support/modes';
import { createPool, selectorOf } from './support/objects';
import { Review } from './support/review';
import { requestsFor } from './support/traffic';
import { YamlEditor } from './support/yaml-editor';

const NETWORK_ROW = ['Virtual Machine Network | spec.selector.network', 'You change it', 'default/vlan100', 'default/vlan110'];
const VLAN_ROW = ['metadata.labels["loadbalancer.harvesterhci.io/vid"]', 'The server changes it', '100', '110'];

/** What the element is called that has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.textContent.trim() ?? '');
}

async function press(page: Page, key: string, times: number): Promise<readonly string[]> {
  const order: string[] = [];

  for (let at = 0; at < times; at++) {
    await page.keyboard.press(key);
    order.push(await focused(page));
  }

  return order;
}

describe.each(MODES)('The review before a save (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  afterEach(() => dashboard.setTheme('light'));

  async function openForm(location: string): Promise<Form> {
    await dashboard.open(location);
    const form = new Form(dashboard.page);

    await form.ready();

    return form;
  }

  async function openYaml(name: string): Promise<YamlEditor> {
    await dashboard.open(`${ IP_POOLS }/${ name }?mode=edit&as=yaml`);
    const editor = new YamlEditor(dashboard.page);

    await editor.text();

    return editor;
  }

  it('of the form shows what the user changes and what the server adds to it, and stores nothing before Save', async() => {
    const { name } = await createPool(cluster, ['one']);
    const before = await cluster.get('pools', name);
    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);
    const review = new Review(dashboard.page);

    await form.tab('Selector');
    await form.choose('spec.selector.network', 'default/vlan110');
    await dashboard.screenshot('review-button');

    const asked = requestsFor(dashboard.page, name);

    await review.open();
    await expect(review.rows()).resolves.toStrictEqual([NETWORK_ROW, VLAN_ROW]);
    await expect(review.panel.innerText()).resolves.toContain('The server accepts this. Nothing is saved yet.');
    await dashboard.screenshot('review');
    await expect(cluster.get('pools', name)).resolves.toStrictEqual(before);
    expect(asked.map(({ method }) => method)).toStrictEqual(['PATCH']);

    await review.save();

    expect(differences(before, await cluster.get('pools', name)).map(({ path }) => path)).toStrictEqual(['metadata.labels.loadbalancer.harvesterhci.io/vid', 'spec.selector.network']);
  });

  it('of the form can be used with the keyboard alone', async() => {
    const { page } = dashboard;
    const { name } = await createPool(cluster);
    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);
    const review = new Review(page);

    await form.tab('Selector');
    await form.type('spec.selector.priority', '4321');
    await page.getByTestId('form-yaml').focus();
    expect(await press(page, 'Tab', 1)).toStrictEqual(['review']);

    await page.keyboard.press('Enter');
    await review.panel.waitFor();
    await expect.poll(() => focused(page)).toBe('review-panel');
    expect(await press(page, 'Tab', 2)).toStrictEqual(['review-back', 'review-save']);

    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await review.panel.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('review');
    await expect(form.input('spec.selector.priority').inputValue()).resolves.toBe('4321');

    await page.keyboard.press('Enter');
    await review.panel.waitFor();
    await page.keyboard.press('Escape');
    await review.panel.waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await review.panel.waitFor();
    await press(page, 'Tab', 2);
    await page.keyboard.press('Enter');
    await leftEditing(page);

    expect(selectorOf(await cluster.get('pools', name))).toMatchObject({ priority: 4321 });
    await cluster.remove('pools', name);
  });

  it.each(['light', 'dark'] as const)('hinders nobody (%s)', async(theme) => {
    const { name } = await createPool(cluster);

    await dashboard.setTheme(theme);

    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);
    const review = new Review(dashboard.page);

    await form.type('spec.ranges[0].rangeEnd', '');
    await form.describe('An edit that is long enough to be shortened in the table, so that the whole of it is only shown when it is asked for');
    await form.tab('Selector');
    await form.choose('spec.selector.network', 'default/vlan110');
    await review.open();
    await review.panel.locator('summary').last().click();
    await dashboard.screenshot(`review-${ theme }`);
    await expect(hindrances(dashboard.page)).resolves.toStrictEqual([]);
  });

  it('says that nothing has changed', async() => {
    const { name } = await createPool(cluster);

    await openForm(`${ IP_POOLS }/${ name }?mode=edit`);
    const review = new Review(dashboard.page);

    await review.open();
    await expect(review.panel.innerText()).resolves.toContain('Nothing has changed.');
    await dashboard.screenshot('review-nothing');
  });

  it('says that only saving will tell, when the server can not be asked', async() => {
    const { name } = await createPool(cluster);
    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);
    const review = new Review(dashboard.page);

    await dashboard.page.route(/dryRun=All/, (route) => route.fulfill({ status: 404, body: '404 page not found' }));
    dashboard.watch.expect(/status of 404/);
    await form.describe('Edited by the user');
    await review.open();
    await expect(review.panel.innerText()).resolves.toContain('The server can not be asked without saving. Only saving will tell whether it accepts this.');
    await dashboard.screenshot('review-unchecked');
    await review.save();
    await expect(cluster.get('pools', name)).resolves.toMatchObject({ spec: { description: 'Edited by the user' } });
  });

  it('shows a webhook\'s refusal as a refused save is shown, and nothing is stored', async() => {
    const sockets: { close(): Promise<void> }[] = [];
    let reachable = true;

    await dashboard.page.routeWebSocket(/\/subscribe/, async(socket) => {
      if (reachable) {
        socket.connectToServer();
        sockets.push(socket);
      } else {
        await socket.close();
      }
    });

    const { name } = await createPool(cluster);
    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);
    const review = new Review(dashboard.page);

    // The form must not hear of the other pool, or it would complain before the webhook can.
    reachable = false;
    await Promise.all(sockets.map((socket) => socket.close()));

    const other = await createPool(cluster);
    const before = await cluster.get('pools', name);

    dashboard.watch.expect(/status of (400|403|422|500)/);
    await form.tab('Selector');
    await form.type('spec.selector.priority', String(other.priority));
    await review.button.click();
    await expect.poll(() => form.banners()).toStrictEqual([expect.stringMatching(/^The server refused the change of pool-\d+\. Nothing was saved and your edits are kept\. It says: admission webhook .*priority/) as string]);
    await expect(review.panel.count()).resolves.toBe(0);
    await dashboard.screenshot('review-refused');
    await expect(form.input('spec.selector.priority').inputValue()).resolves.toBe(String(other.priority));
    await expect(cluster.get('pools', name)).resolves.toStrictEqual(before);
  });

  it('of a conflict lets the user choose', async() => {
    const { name } = await createPool(cluster);
    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);
    const review = new Review(dashboard.page);
    const panel = dashboard.page.getByTestId('conflict-panel');

    await form.tab('Selector');
    await form.choose('spec.selector.network', 'default/vlan110');
    await cluster.patch('pools', name, { spec: { selector: { network: 'default/untagged' } } });
    dashboard.watch.expect(/status of 409/);
    await review.button.click();
    await panel.waitFor();
    await dashboard.screenshot('review-conflict');
    await panel.getByRole('radio', { name: 'default/vlan110' }).check();
    await panel.getByTestId('conflict-apply').click();
    await leftEditing(dashboard.page);
    expect(selectorOf(await cluster.get('pools', name))).toMatchObject({ network: 'default/vlan110' });
  });

  it('of a new pool shows its fields, and creates nothing before Create', async() => {
    const name = `reviewed-${ mode }`;
    const form = await openForm(`${ IP_POOLS }/create`);
    const review = new Review(dashboard.page);

    await form.name(name);
    await form.type('spec.ranges[0].subnet', mode === 'rancher' ? '10.88.1.0/24' : '10.88.2.0/24');
    await form.tab('Selector');
    await form.type('spec.selector.priority', mode === 'rancher' ? '8801' : '8802');
    await review.open();
    await dashboard.screenshot('review-create');

    const rows = await review.rows();

    expect(rows.find(([field]) => field?.endsWith('metadata.name'))).toStrictEqual(['Name | metadata.name', 'You add it', 'nothing', name]);
    expect(rows.find(([field]) => field === 'Ranges 1: Subnet | spec.ranges[0].subnet')?.[1]).toBe('You add it');
    expect(rows.filter(([, what]) => what?.includes('ignores'))).toStrictEqual([]);
    await expect(cluster.exists('pools', name)).resolves.toBe(false);
    await review.save();
    await expect(cluster.exists('pools', name)).resolves.toBe(true);
    await cluster.remove('pools', name);
  });

  it('of the YAML page shows what the text changes, and saves it', async() => {
    const { name } = await createPool(cluster, ['one']);
    const before = await cluster.get('pools', name);
    const editor = await openYaml(name);
    const review = new Review(dashboard.page);

    await editor.replace('network: default/vlan100', 'network: default/vlan110');
    await dashboard.screenshot('review-yaml-button');
    await review.open();
    await expect(review.rows()).resolves.toStrictEqual([NETWORK_ROW, VLAN_ROW]);
    await dashboard.screenshot('review-yaml');
    await expect(hindrances(dashboard.page)).resolves.toStrictEqual([]);
    await review.panel.getByTestId('review-back').click();
    await expect.poll(() => focused(dashboard.page)).toBe('review');
    await expect(editor.text()).resolves.toContain('default/vlan110');
    await review.open();
    await review.save();

    expect(differences(before, await cluster.get('pools', name)).map(({ path }) => path)).toStrictEqual(['metadata.labels.loadbalancer.harvesterhci.io/vid', 'spec.selector.network']);
  });

  it('of the YAML page names a misspelt field and its line before anything is stored', async() => {
    const { name } = await createPool(cluster);
    const before = await cluster.get('pools', name);
    const editor = await openYaml(name);

    await editor.replace('    network: default/vlan100', '    netwrok: default/vlan100');
    dashboard.watch.expect(/status of 4\d\d/);

    const line = (await editor.text()).split('\n').findIndex((text) => text.includes('netwrok')) + 1;

    await new Review(dashboard.page).button.click();
    await expect.poll(() => editor.banners()).toStrictEqual([
      `The server refused the change of ${ name }. Nothing was saved and your edits are kept. It says: unknown field "spec.selector.netwrok"`,
      `Line ${ line }, spec.selector.netwrok: unknown field`,
    ]);
    await expect.poll(() => focused(dashboard.page)).toBe('error-banner0');
    await dashboard.screenshot('review-yaml-refused');
    await expect(editor.text()).resolves.toContain('netwrok');
    await expect(cluster.get('pools', name)).resolves.toStrictEqual(before);
  });

  it('of the YAML page is there for types without a form', async() => {
    await dashboard.open('configmap/default/ubuntu-base?mode=edit&as=yaml');
    const editor = new YamlEditor(dashboard.page);
    const review = new Review(dashboard.page);

    await editor.replace('metadata:\n', 'metadata:\n  annotations:\n    example.org/note: edited\n');
    await review.open();
    await expect(review.rows()).resolves.toStrictEqual([['metadata.annotations["example.org/note"]', 'You add it', 'nothing', 'edited']]);
  });

  it('of a form\'s YAML shows the form\'s edits and the text\'s', async() => {
    const { name, priority } = await createPool(cluster);
    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);
    const review = new Review(dashboard.page);

    await form.tab('Selector');
    await form.type('spec.selector.priority', '7654');
    await dashboard.page.getByTestId('form-yaml').click();
    const editor = new YamlEditor(dashboard.page);

    await editor.replace('network: default/vlan100', 'network: default/vlan110');
    await review.open();
    await dashboard.screenshot('review-form-as-yaml');
    expect([...await review.rows()].sort()).toStrictEqual([
      ['Priority | spec.selector.priority', 'You change it', String(priority), '7654'], NETWORK_ROW, VLAN_ROW,
    ]);
    await review.save();
    expect(selectorOf(await cluster.get('pools', name))).toMatchObject({ network: 'default/vlan110', priority: 7654 });
    await cluster.remove('pools', name);
  });
});

describe.each(MODES)('A resource that was deleted while it was edited (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  it('is created again from the form', async() => {
    const { name } = await createPool(cluster);

    await dashboard.open(`${ IP_POOLS }/${ name }?mode=edit`);
    const form = new Form(dashboard.page);

    await form.ready();
    await form.describe('Edited by the user');
    await cluster.remove('pools', name);
    dashboard.watch.expect(/status of 404/);
    await form.saveButton.click();
    await dashboard.page.getByTestId('recreate-offer').waitFor();
    await expect(form.banners()).resolves.toStrictEqual([`${ name } was deleted while you were editing. Nothing was saved and your edits are kept.`]);
    await dashboard.screenshot('recreate');
    await dashboard.page.getByTestId('recreate').click();
    await leftEditing(dashboard.page);
    await expect(cluster.get('pools', name)).resolves.toMatchObject({ spec: { description: 'Edited by the user' } });
  });

  it('is created again from the YAML editor', async() => {
    const { name } = await createPool(cluster);

    await dashboard.open(`${ IP_POOLS }/${ name }?mode=edit&as=yaml`);
    const editor = new YamlEditor(dashboard.page);

    await editor.replace('network: default/vlan100', 'network: default/vlan110');
    await cluster.remove('pools', name);
    dashboard.watch.expect(/status of 404/);
    await editor.saveButton.click();
    await dashboard.page.getByTestId('recreate-offer').waitFor();
    await dashboard.screenshot('recreate-yaml');
    await dashboard.page.getByTestId('recreate').click();
    await leftEditing(dashboard.page);
    expect(selectorOf(await cluster.get('pools', name))).toMatchObject({ network: 'default/vlan110' });
  });
});

describe.each(MODES)('A session that ends while something is edited (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  it('leaves page and edits as they are, and says so', async() => {
    const { name } = await createPool(cluster);

    await dashboard.open(`${ IP_POOLS }/${ name }?mode=edit`);
    const form = new Form(dashboard.page);

    await form.ready();
    await form.describe('Edited by the user');
    await dashboard.page.route(`**/apis/**/${ name }*`, (route) => route.fulfill({ status: 401, json: { kind: 'Status', status: 'Failure', message: 'Unauthorized', reason: 'Unauthorized', code: 401 } }));
    dashboard.watch.expect(/status of 401/);

    for (const button of [form.saveButton, new Review(dashboard.page).button]) {
      await button.click();
      await expect.poll(() => form.banners()).toStrictEqual([expect.stringContaining(`You are not logged in any more, so ${ name } could not be saved.`) as string]);
    }

    await dashboard.screenshot('unauthorized');
    expect(dashboard.page.url()).toContain(`/${ name }?mode=edit`);
    await expect(dashboard.page.getByRole('textbox', { name: 'Description' }).inputValue()).resolves.toBe('Edited by the user');

    await dashboard.page.unrouteAll();
    await form.save();
    await expect(cluster.get('pools', name)).resolves.toMatchObject({ spec: { description: 'Edited by the user' } });
  });
});
