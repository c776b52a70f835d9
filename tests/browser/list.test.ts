import { describe, expect, it } from 'vitest';
import { IP_POOLS, useDashboard } from './support/dashboard';
import { List } from './support/list';
import { MODES } from './support/modes';
import { createPool } from './support/objects';

const DEMO_POOLS = ['global', 'guest-clusters', 'legacy', 'public', 'team-a', 'team-b'];

/** The demo pools in ascending order, and why another order is easily got instead. */
const ORDERS: readonly (readonly [column: string, order: readonly string[], reason: string])[] = [
  ['State', ['legacy', 'global', 'guest-clusters', 'public', 'team-a', 'team-b'], 'what needs attention comes first, equal states by name'],
  ['Subnet', ['team-a', 'team-b', 'global', 'legacy', 'public', 'guest-clusters'], '192.168.50.0 comes before 192.168.100.0'],
  ['Available Addresses', ['legacy', 'team-b', 'guest-clusters', 'public', 'team-a', 'global'], '49 comes before 252, unknown before 0'],
  ['Addresses in Use', ['legacy', 'global', 'guest-clusters', 'public', 'team-a', 'team-b'], 'counts, equal ones by name'],
];

describe.each(MODES)('The list of IP pools (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  async function open(shown = 'team-b'): Promise<List> {
    await dashboard.open(IP_POOLS);
    const list = new List(dashboard.page);

    await list.shows(shown);

    return list;
  }

  /** The order of the demo pools among whatever else is there. */
  async function demoOrder(list: List): Promise<readonly string[]> {
    return (await list.names()).filter((name) => DEMO_POOLS.includes(name));
  }

  it('shows the demo pools, by name', async() => {
    const list = await open();

    await expect(demoOrder(list)).resolves.toStrictEqual(DEMO_POOLS);
    await expect(list.row('team-b').innerText()).resolves.toMatch(/Active[\s\S]*10\.20\.0\.0\/24[\s\S]*3 of 4 in use/);
    await dashboard.screenshot('list');
  });

  it('sorts by each column, numbers and addresses as such', async() => {
    const list = await open();

    for (const [column, order] of ORDERS) {
      await list.sortBy(column);
      await expect.poll(() => demoOrder(list), { message: `by ${ column }` }).toStrictEqual(order);
    }

    await list.sortBy('Virtual Machine Network');
    await expect.poll(async() => (await demoOrder(list)).filter((name) => ['legacy', 'public', 'guest-clusters'].includes(name)), { message: 'by network' })
      .toStrictEqual(['legacy', 'public', 'guest-clusters']);
    await list.sortBy('Name');
    await expect.poll(() => demoOrder(list)).toStrictEqual(DEMO_POOLS);
    await list.sortBy('Name');
    await expect.poll(() => demoOrder(list)).toStrictEqual([...DEMO_POOLS].reverse());
  });

  it('sorts by age, the youngest first', async() => {
    const { name } = await createPool(cluster);
    const list = await open(name);
    const isDemoPoolFirst = async() => DEMO_POOLS.includes((await list.names())[0] ?? '');

    await list.sortBy('Age');
    await expect.poll(isDemoPoolFirst).toBe(false);
    await list.sortBy('Age');
    await expect.poll(isDemoPoolFirst).toBe(true);
  });

  it('filters by what the columns show', async() => {
    const list = await open();

    await list.filter('192.168.110');
    await expect.poll(() => list.names()).toStrictEqual(['guest-clusters']);
    await list.filter('Inconsistent');
    await expect.poll(() => list.names()).toStrictEqual(['legacy']);
    await dashboard.screenshot('list-filtered');
  });

  it('deletes several pools at once', async() => {
    const pools = [await createPool(cluster), await createPool(cluster)];
    const list = await open(pools[1]?.name);

    for (const { name } of pools) {
      await list.select(name);
    }
    await dashboard.page.getByRole('button', { name: 'Delete' }).click();
    const dialog = dashboard.page.getByRole('dialog');

    await dialog.waitFor();
    await dashboard.screenshot('list-delete');
    await dialog.getByRole('button', { name: 'Delete' }).click();

    for (const { name } of pools) {
      await expect.poll(() => cluster.exists('pools', name)).toBe(false);
      await list.row(name).waitFor({ state: 'detached' });
    }
    await expect(demoOrder(list)).resolves.toStrictEqual(DEMO_POOLS);
  });

  it('offers a menu per pool', async() => {
    const list = await open();
    const menu = await list.openMenu('public');

    // The shell offers its configuration drawer only where its own code runs, not the copy in an extension.
    await expect.poll(async() => (await menu.getByRole('menuitem').allInnerTexts()).filter((entry) => entry !== 'Show Configuration')).toStrictEqual(['Edit Config', 'Edit YAML', 'Clone', 'Download YAML', 'Delete']);
    await dashboard.screenshot('list-menu');
  });

  it('leads to the page of a pool', async() => {
    const list = await open();

    await list.follow('public');
    await dashboard.page.getByRole('heading', { name: 'Addresses in Use' }).waitFor();

    expect(new URL(dashboard.page.url()).pathname).toMatch(/ippool\/public$/);
  });
});
