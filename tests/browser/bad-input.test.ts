import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { IP_POOLS, useDashboard } from './support/dashboard';
import { Form } from './support/form';
import { MODES } from './support/modes';
import { createPool, type OwnPool } from './support/objects';
import { YamlEditor } from './support/yaml-editor';

const KUBERNETES_ENDPOINT = '**/apis/loadbalancer.harvesterhci.io/v1beta1/ippools/*';

/** What the API server answers when it refuses. */
function refusal(code: number, reason: string, message: string, details: object = {}): Parameters<Route['fulfill']>[0] {
  return { status: code, json: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code } };
}

describe.each(MODES)('A pool that does not exist (%s)', (mode) => {
  const dashboard = useDashboard(mode);

  it('is what the page says, in words', async() => {
    dashboard.watch.expect(/status of 404/);
    await dashboard.open(`${ IP_POOLS }/nobody?mode=edit`);

    await expect.poll(() => dashboard.page.locator('body').innerText(), { timeout: 15_000 }).toContain(`Resource ${ IP_POOLS } with id nobody not found`);
    await dashboard.screenshot('missing');
  });
});

describe.each(MODES)('A save that fails keeps the user\'s edits (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  /** Opens a new pool's form and edits network and description. */
  async function edit(): Promise<{ readonly pool: OwnPool; readonly form: Form }> {
    const pool = await createPool(cluster, ['one']);

    await dashboard.open(`${ IP_POOLS }/${ pool.name }?mode=edit`);
    const form = new Form(dashboard.page);

    await form.ready();
    await form.describe('Edited by the user');
    await form.tab('Selector');
    await form.choose('spec.selector.network', 'default/vlan110');

    return { pool, form };
  }

  async function expectEditsKept(form: Form): Promise<void> {
    await expect(form.chosen('spec.selector.network')).resolves.toBe('default/vlan110');
    await expect(dashboard.page.getByRole('textbox', { name: 'Description' }).inputValue()).resolves.toBe('Edited by the user');
  }

  /** Answers writes with that method in the API server's place. */
  async function answer(method: string, response: Parameters<Route['fulfill']>[0]): Promise<void> {
    await dashboard.page.route(KUBERNETES_ENDPOINT, (route) => route.request().method() === method ? route.fulfill(response) : route.fallback());
  }

  it('when the pool was deleted meanwhile', async() => {
    const pool = await createPool(cluster);

    await dashboard.open(`${ IP_POOLS }/${ pool.name }?mode=edit`);
    const form = new Form(dashboard.page);

    await form.ready();
    await form.describe('Edited by the user');
    await form.tab('Selector');
    await form.choose('spec.selector.network', 'default/vlan110');
    await cluster.remove('pools', pool.name);
    dashboard.watch.expect(/status of 404/);
    await form.saveButton.click();

    await expect.poll(() => form.banners()).toStrictEqual([`${ pool.name } was deleted while you were editing. Nothing was saved and your edits are kept.`]);
    await dashboard.screenshot('deleted-meanwhile');
    await expectEditsKept(form);
  });

  it('when neither PATCH nor PUT is allowed', async() => {
    const { pool, form } = await edit();
    const before = await cluster.get('pools', pool.name);
    const message = `ippools.loadbalancer.harvesterhci.io "${ pool.name }" is forbidden: User "reader" cannot`;

    dashboard.watch.expect(/status of 403/);
    await answer('PATCH', refusal(403, 'Forbidden', `${ message } patch`));
    await answer('PUT', refusal(403, 'Forbidden', `${ message } update`));
    await form.saveButton.click();

    await expect.poll(() => form.banners()).toStrictEqual([`You may not change ${ pool.name }: ${ message } update. Nothing was saved and your edits are kept.`]);
    await dashboard.screenshot('forbidden');
    await expectEditsKept(form);
    await expect(cluster.get('pools', pool.name)).resolves.toStrictEqual(before);
  });

  it('but not when only PATCH is forbidden: then PUT stores it, and the status stays', async() => {
    const { pool, form } = await edit();
    const before = await cluster.get('pools', pool.name);

    dashboard.watch.expect(/status of 403/);
    await answer('PATCH', refusal(403, 'Forbidden', 'no PATCH for you'));
    await form.save();

    const after = await cluster.get('pools', pool.name);

    expect(after.spec).toMatchObject({ description: 'Edited by the user', selector: { network: 'default/vlan110' } });
    expect(after.status).toStrictEqual(before.status);
  });

  it('when the server has several complaints, each at its field', async() => {
    const { pool, form } = await edit();

    dashboard.watch.expect(/status of 422/);
    await answer('PATCH', refusal(422, 'Invalid', `IPPool "${ pool.name }" is invalid`, {
      name:   pool.name,
      causes: [
        { field: 'spec.selector.network', reason: 'FieldValueInvalid', message: 'Invalid value: "default/vlan110": not today' },
        { field: 'spec.ranges[0].gateway', reason: 'FieldValueInvalid', message: 'Invalid value: "x": no such gateway' },
      ],
    }));
    await form.saveButton.click();

    await expect.poll(() => form.messages('spec.ranges[0].gateway')).toStrictEqual(['Invalid value: "x": no such gateway']);
    await dashboard.screenshot('several-causes');
    await expect(form.messages('spec.selector.network')).resolves.toStrictEqual(['Invalid value: "default/vlan110": not today']);
    await expect(form.banners()).resolves.toStrictEqual([`The server refused the change of ${ pool.name }. Nothing was saved and your edits are kept. It says: IPPool "${ pool.name }" is invalid`]);
    await form.tab('Selector');
    await expectEditsKept(form);
  });

  it('when the server dies in the middle of it', async() => {
    const { pool, form } = await edit();
    const before = await cluster.get('pools', pool.name);

    dashboard.watch.expect(/ERR_CONNECTION_RESET/);
    await dashboard.page.route(`**/${ pool.name }*`, (route) => route.abort('connectionreset'));
    await form.saveButton.click();

    await expect.poll(() => form.banners(), { timeout: 10_000 }).toStrictEqual([
      `The connection to the server was lost while saving ${ pool.name }, and it does not answer: the change may or may not be stored. Your edits are kept, and saving again is safe.`,
    ]);
    await dashboard.screenshot('server-died');
    await expectEditsKept(form);
    await expect(cluster.get('pools', pool.name)).resolves.toStrictEqual(before);

    await dashboard.page.unroute(`**/${ pool.name }*`);
    await form.save();
    await expect(cluster.get('pools', pool.name)).resolves.toMatchObject({ spec: { description: 'Edited by the user', selector: { network: 'default/vlan110' } }, status: before.status });
  });

  it('also in the YAML editor', async() => {
    const { name } = await createPool(cluster, ['one']);

    await dashboard.open(`${ IP_POOLS }/${ name }?mode=edit&as=yaml`);
    const editor = new YamlEditor(dashboard.page);

    await editor.replace('network: default/vlan100', 'network: default/nowhere\n    nonsense: [');
    await editor.saveButton.click();
    await expect.poll(() => editor.banners()).toStrictEqual([
      'The YAML can not be read, line 25, column 5: missed comma between flow collection entries. Nothing was saved and your edits are kept.',
    ]);
    await dashboard.screenshot('yaml-syntax');

    await expect(editor.text()).resolves.toContain('nonsense: [');
  });

  it('and says so while live updates are interrupted', async() => {
    const sockets: { close(): Promise<void> }[] = [];
    const interrupted = dashboard.page.getByTestId('live-updates-interrupted');
    let reachable = true;

    await dashboard.page.routeWebSocket(/\/subscribe/, async(socket) => {
      if (reachable) {
        socket.connectToServer();
        sockets.push(socket);
      } else {
        await socket.close();
      }
    });

    const { pool, form } = await edit();

    reachable = false;
    await Promise.all(sockets.map((socket) => socket.close()));
    await interrupted.waitFor();
    await dashboard.screenshot('live-updates-interrupted');
    reachable = true;
    await interrupted.waitFor({ state: 'detached', timeout: 30_000 });
    await expectEditsKept(form);
    await form.save();
    await expect(cluster.get('pools', pool.name)).resolves.toMatchObject({ spec: { description: 'Edited by the user', selector: { network: 'default/vlan110' } } });
  });
});
