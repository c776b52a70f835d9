import { describe, expect, it } from 'vitest';
import { differences } from '../../scripts/conformance/differences';
import type { KubeObject } from '../../scripts/harvester-api/types';
import { IP_POOLS, useDashboard } from './support/dashboard';
import { Form, leftEditing } from './support/form';
import { List } from './support/list';
import { CLUSTERS, MODES } from './support/modes';
import { createLoadBalancer, createPool, selectorOf, statusOf } from './support/objects';
import { requestsFor } from './support/traffic';
import { YamlEditor } from './support/yaml-editor';

/** What differs between two versions, but for what each write changes. */
function changedPaths(before: KubeObject, after: KubeObject): readonly string[] {
  return differences(before, after).map(({ path }) => path);
}

describe.each(MODES)('The selector of an IP pool in use (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  async function openForm(name: string): Promise<Form> {
    await dashboard.open(`${ IP_POOLS }/${ name }?mode=edit`);
    const form = new Form(dashboard.page);

    await form.ready();

    return form;
  }

  it('is the only thing that a save from the form changes', async() => {
    const { name, prefix } = await createPool(cluster, ['one', 'two']);
    const before = await cluster.get('pools', name);

    const form = await openForm(name);

    await form.tab('Selector');
    await form.choose('spec.selector.network', 'default/vlan110');
    await dashboard.screenshot('form-selector');

    const asked = requestsFor(dashboard.page, name);

    await form.save();

    const after = await cluster.get('pools', name);

    expect(differences(before, after).map(({ path, after: value }) => [path, value])).toStrictEqual([
      ['metadata.labels.loadbalancer.harvesterhci.io/vid', '110'],
      ['spec.selector.network', 'default/vlan110'],
    ]);
    expect(asked).toStrictEqual([
      {
        method: 'PATCH',
        path:   `${ CLUSTERS[mode].base }/apis/loadbalancer.harvesterhci.io/v1beta1/ippools/${ name }`,
        body:   { spec: { selector: { network: 'default/vlan110' } }, metadata: { resourceVersion: before.metadata.resourceVersion, uid: before.metadata.uid } },
      },
      { method: 'GET', path: expect.stringMatching(new RegExp(`/v1/(harvester/)?${ IP_POOLS }s/${ name }$`)) as string, body: undefined },
    ]);
    expect(statusOf(after).allocated).toStrictEqual({ [`${ prefix }.10`]: `default/${ name }-one`, [`${ prefix }.11`]: `default/${ name }-two` });
    expect(selectorOf(after)).toStrictEqual({ ...selectorOf(before), network: 'default/vlan110' });
    await expect(createLoadBalancer(cluster, `${ name }-three`, name)).resolves.toBe(`${ prefix }.12`);
  });

  it('is stored together with what became of the pool while the form was open', async() => {
    const { name, prefix } = await createPool(cluster, ['one']);
    const form = await openForm(name);
    const before = await cluster.get('pools', name);

    await createLoadBalancer(cluster, `${ name }-meanwhile`, name);
    dashboard.watch.expect(/status of 409/);
    await form.tab('Selector');
    await form.choose('spec.selector.network', 'default/vlan110');
    await form.save();

    const after = await cluster.get('pools', name);

    expect(changedPaths(before, after).filter((path) => !path.startsWith('status.'))).toStrictEqual(['metadata.labels.loadbalancer.harvesterhci.io/vid', 'spec.selector.network']);
    expect(statusOf(after)).toMatchObject({
      total: 11, available: 9, allocated: { [`${ prefix }.10`]: `default/${ name }-one`, [`${ prefix }.11`]: `default/${ name }-meanwhile` },
    });
  });

  it.each([
    ['mine', 'default/vlan110'],
    ['theirs', 'default/untagged'],
  ] as const)('is the user\'s to decide when somebody else changed it too: %s', async(side, stored) => {
    const { name } = await createPool(cluster, ['one']);
    const form = await openForm(name);
    const panel = dashboard.page.getByTestId('conflict-panel');

    await form.describe('Edited by the user');
    await form.tab('Selector');
    await form.choose('spec.selector.network', 'default/vlan110');
    await cluster.patch('pools', name, { spec: { selector: { network: 'default/untagged' } } });
    dashboard.watch.expect(/status of 409/);

    const before = await cluster.get('pools', name);

    await form.saveButton.click();
    await panel.waitFor();
    const field = panel.getByRole('group', { name: 'Virtual Machine Network' });

    await expect(field.innerText()).resolves.toMatch(/spec\.selector\.network[\s\S]*default\/vlan110[\s\S]*default\/untagged/);
    await expect(cluster.get('pools', name)).resolves.toStrictEqual(before);
    await expect(form.chosen('spec.selector.network')).resolves.toBe('default/vlan110');
    await dashboard.screenshot('form-conflict');
    await field.getByRole('radio', { name: side === 'mine' ? 'default/vlan110' : 'default/untagged' }).check();
    await panel.getByTestId('conflict-apply').click();
    await leftEditing(dashboard.page);

    const after = await cluster.get('pools', name);

    expect(selectorOf(after)).toStrictEqual({ ...selectorOf(before), network: stored });
    expect(after.spec).toMatchObject({ description: 'Edited by the user' });
    expect(after.status).toStrictEqual(before.status);
  });

  it('is the only thing that a save from the YAML page changes', async() => {
    const { name } = await createPool(cluster, ['one', 'two']);
    const before = await cluster.get('pools', name);

    await dashboard.open(IP_POOLS);
    const list = new List(dashboard.page);

    await list.shows(name);
    await list.choose(name, 'Edit YAML');
    const editor = new YamlEditor(dashboard.page);

    await editor.replace('network: default/vlan100', 'network: default/vlan110');
    await dashboard.screenshot('yaml');
    await editor.save();

    expect(changedPaths(before, await cluster.get('pools', name))).toStrictEqual(['metadata.labels.loadbalancer.harvesterhci.io/vid', 'spec.selector.network']);
  });

  it.each([
    ['mine', 'default/vlan110'],
    ['theirs', 'default/untagged'],
  ] as const)('is the user\'s to decide on the YAML page, too, when somebody else changed it: %s', async(_side, stored) => {
    const { name } = await createPool(cluster, ['one']);

    await dashboard.open(`${ IP_POOLS }/${ name }?mode=edit&as=yaml`);
    const editor = new YamlEditor(dashboard.page);
    const panel = dashboard.page.getByTestId('conflict-panel');

    await editor.replace('Made by a test', 'Edited by the user');

    await editor.replace('network: default/vlan100', 'network: default/vlan110');
    await cluster.patch('pools', name, { spec: { selector: { network: 'default/untagged' } } });
    dashboard.watch.expect(/status of 409/);

    const before = await cluster.get('pools', name);

    await editor.saveButton.click();
    await panel.waitFor();
    await expect(panel.getByRole('group').innerText()).resolves.toMatch(/spec\.selector\.network[\s\S]*default\/vlan110[\s\S]*default\/untagged/);
    await dashboard.screenshot('yaml-conflict');
    await expect(editor.text()).resolves.toContain('network: default/vlan110');
    await expect(cluster.get('pools', name)).resolves.toStrictEqual(before);
    await panel.getByRole('radio', { name: stored }).check();
    await panel.getByTestId('conflict-apply').click();
    await leftEditing(dashboard.page);

    const after = await cluster.get('pools', name);

    expect(selectorOf(after)).toStrictEqual({ ...selectorOf(before), network: stored });
    expect(after.spec).toMatchObject({ description: 'Edited by the user' });
    expect(after.status).toStrictEqual(before.status);
  });

  it('is stored from the YAML of a half-edited form, together with the form\'s own edits', async() => {
    const { name } = await createPool(cluster, ['one']);
    const before = await cluster.get('pools', name);
    const form = await openForm(name);

    await form.tab('Selector');
    await form.type('spec.selector.priority', '7777');
    await dashboard.page.getByTestId('form-yaml').click();
    const editor = new YamlEditor(dashboard.page);

    await expect(editor.text()).resolves.toContain('priority: 7777');
    await editor.replace('network: default/vlan100', 'network: default/vlan110');
    await dashboard.screenshot('form-as-yaml');
    await editor.save();

    const after = await cluster.get('pools', name);

    expect(changedPaths(before, after)).toStrictEqual(['metadata.labels.loadbalancer.harvesterhci.io/vid', 'spec.selector.network', 'spec.selector.priority']);
    expect(selectorOf(after)).toMatchObject({ network: 'default/vlan110', priority: 7777 });
    await cluster.patch('pools', name, { spec: { selector: { priority: selectorOf(before).priority ?? 0 } } });
  });
});
