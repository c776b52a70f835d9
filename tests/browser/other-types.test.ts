import { describe, expect, it } from 'vitest';
import { differences } from '../../scripts/conformance/differences';
import { IP_POOLS, useDashboard } from './support/dashboard';
import { Form } from './support/form';
import { List } from './support/list';
import { MODES } from './support/modes';
import { createPool } from './support/objects';
import { YamlEditor } from './support/yaml-editor';

describe.each(MODES)('Beyond the types with pages of their own (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  it.each([
    ['a type with a model and no form', 'harvesterhci.io.setting/auto-disk-provision-paths', 'settings', 'auto-disk-provision-paths'],
    ['a type without a model', 'configmap/default/ubuntu-base', 'configMaps', 'ubuntu-base'],
  ] as const)('the YAML page of %s changes what the user changed', async(_, location, resource, name) => {
    const before = await cluster.get(resource, name);

    await dashboard.open(`${ location }?mode=edit&as=yaml`);
    const editor = new YamlEditor(dashboard.page);
    const text = await editor.text();

    await editor.replace('metadata:\n', 'metadata:\n  annotations:\n    example.org/note: edited\n');
    await editor.save();

    expect(text).not.toContain('annotations:');
    expect(differences(before, await cluster.get(resource, name))).toStrictEqual([{ path: 'metadata.annotations', before: undefined, after: { 'example.org/note': 'edited' } }]);
  });
});

describe.each(MODES)('In Simplified Chinese (%s)', (mode) => {
  const dashboard = useDashboard(mode);

  it('list, detail page and form have their own texts, and no raw key', async() => {
    const { page, cluster } = dashboard;
    const { name } = await createPool(cluster, ['one']);
    const texts: string[] = [];

    await dashboard.setLocale('zh-hans');
    await dashboard.open(IP_POOLS);
    const list = new List(page);

    await list.shows(name);
    texts.push(await page.locator('main').innerText());
    await dashboard.screenshot('list-zh-hans');

    await list.follow(name);
    await page.locator('[data-section="conditions"]').waitFor();
    texts.push(await page.locator('main').innerText());
    await dashboard.screenshot('detail-zh-hans');

    await dashboard.open(`${ IP_POOLS }/${ name }?mode=edit`);
    await new Form(page).ready();
    texts.push(await page.locator('main').innerText());
    await dashboard.screenshot('form-zh-hans');

    for (const text of texts) {
      expect(text).toMatch(/[\u4e00-\u9fff]{2}/);
      expect(text).not.toMatch(/harvesterModels|%[\w.]+%/);
    }
  });
});
