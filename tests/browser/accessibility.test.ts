import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { hindrances } from './support/accessibility';
import { IP_POOLS, useDashboard } from './support/dashboard';
import { Form } from './support/form';
import { List } from './support/list';
import { MODES } from './support/modes';
import { createPool } from './support/objects';

/** What a screen reader would call the element that has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: element } = document;

    if (element?.role === 'tablist') {
      return 'Tabs';
    }

    if (element?.role === 'tooltip') {
      return 'its tooltip';
    }

    const row = element?.closest('[data-row]')?.getAttribute('aria-label');
    const label = element?.getAttribute('aria-label') ?? element?.closest('.labeled-input')?.querySelector('label')?.innerText ?? element?.textContent ?? '';

    return [row, label.replace('*', '').trim()].filter(Boolean).join(': ');
  });
}

/** Where the Tab key leads to, from the element that has the focus to the one called `last`. */
async function tabOrder(page: Page, last: string): Promise<readonly string[]> {
  const order = [await focused(page)];

  while (order.at(-1) !== last && order.length < 40) {
    await page.keyboard.press('Tab');
    order.push(await focused(page));
  }

  return order;
}

describe.each(MODES)('For people with other needs (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  afterEach(() => dashboard.setTheme('light'));

  async function openForm(location: string): Promise<Form> {
    await dashboard.open(location);
    const form = new Form(dashboard.page);

    await form.ready();

    return form;
  }

  it('the keyboard goes through the form in reading order', async() => {
    const { name } = await createPool(cluster);
    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);

    await dashboard.page.getByRole('textbox', { name: 'Description' }).focus();
    await expect(tabOrder(dashboard.page, 'Save')).resolves.toStrictEqual([
      'Description', 'Tabs', 'Range', 'Ranges 1: Subnet', 'Ranges 1: Start IP', 'Ranges 1: End IP', 'Ranges 1: Gateway', 'Add Range', 'Cancel', 'Edit as YAML', 'Review changes', 'Save',
    ]);
    await form.tab('Selector');
    await expect(tabOrder(dashboard.page, 'Save')).resolves.toStrictEqual([
      'Selector', 'Virtual Machine Network', 'its tooltip', 'Priority', 'its tooltip', 'Scope 1: Project', 'Scope 1: Namespace', 'Scope 1: Guest Kubernetes Cluster', 'Scope 1: Remove Scope 1', 'Add Scope',
      'Cancel', 'Edit as YAML', 'Review changes', 'Save',
    ]);
  });

  it('the focus goes to what was added, and back when it is removed', async() => {
    const { name } = await createPool(cluster);
    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);

    await form.button('Add Range').press('Enter');
    await expect.poll(() => focused(dashboard.page)).toBe('Ranges 2: Subnet');
    await dashboard.page.getByRole('button', { name: 'Remove Ranges 2' }).press('Enter');
    await expect.poll(() => focused(dashboard.page)).toBe('Add Range');
  });

  it.each(['light', 'dark'] as const)('nothing on list, form and detail page hinders (%s)', async(theme) => {
    const { name } = await createPool(cluster, ['one']);
    const { page } = dashboard;
    const found: Record<string, readonly string[]> = {};

    await dashboard.setTheme(theme);
    await dashboard.open(IP_POOLS);
    const list = new List(page);

    await list.shows(name);
    found.list = await hindrances(page);
    await dashboard.screenshot(`list-${ theme }`);

    await list.follow(name);
    await page.getByRole('heading', { name: 'Address Usage' }).waitFor();
    found.detail = await hindrances(page);
    await dashboard.screenshot(`detail-${ theme }`);

    const form = await openForm(`${ IP_POOLS }/${ name }?mode=edit`);

    await form.type('spec.ranges[0].subnet', 'nonsense');
    await form.saveButton.click();
    await expect.poll(() => form.messages('spec.ranges[0].subnet')).toHaveLength(1);
    found.range = await hindrances(page);
    await dashboard.screenshot(`form-range-${ theme }`);
    await form.tab('Selector');
    found.selector = await hindrances(page);
    await dashboard.screenshot(`form-selector-${ theme }`);

    expect(found).toStrictEqual({ list: [], detail: [], range: [], selector: [] });
  });
});
