import { describe, expect, it } from 'vitest';
import { IP_POOLS, useDashboard } from './support/dashboard';
import { MODES } from './support/modes';
import { createLoadBalancer, createPool } from './support/objects';

describe.each(MODES)('The page of an IP pool (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  /** The texts in a table of a section, row by row. */
  async function rowsOf(section: string): Promise<readonly (readonly string[])[]> {
    const rows = await dashboard.page.locator(`[data-section="${ section }"] tbody tr.main-row`).all();

    return Promise.all(rows.map((row) => row.locator('td').allInnerTexts()));
  }

  it('shows how full it is, who holds which address, and its conditions', async() => {
    const { name, prefix } = await createPool(cluster, ['one', 'two']);

    await dashboard.open(`${ IP_POOLS }/${ name }`);
    const usage = dashboard.page.locator('[data-section="usage"]').getByRole('meter');

    await usage.waitFor();
    await expect(usage.getAttribute('aria-label')).resolves.toBe('2 of 11 in use');
    await expect(rowsOf('holders')).resolves.toStrictEqual([[`${ prefix }.10`, `default/${ name }-one`], [`${ prefix }.11`, `default/${ name }-two`]]);
    await expect(rowsOf('ranges')).resolves.toStrictEqual([[`${ prefix }.0/24`, `${ prefix }.10`, `${ prefix }.20`, `${ prefix }.1`]]);
    await expect(dashboard.page.locator('[data-section="conditions"]').innerText()).resolves.toMatch(/Ready[\s\S]*True/);
    await dashboard.screenshot('detail');
  });

  it('follows what happens on the server', async() => {
    const { name, prefix } = await createPool(cluster, ['one']);

    await dashboard.open(`${ IP_POOLS }/${ name }`);
    await expect.poll(() => rowsOf('holders'), { timeout: 15_000 }).toHaveLength(1);
    await createLoadBalancer(cluster, `${ name }-later`, name);

    // The dashboard applies what its sockets bring at its own pace.
    await expect.poll(() => rowsOf('holders'), { timeout: 15_000 }).toStrictEqual([[`${ prefix }.10`, `default/${ name }-one`], [`${ prefix }.11`, `default/${ name }-later`]]);
    await dashboard.page.getByRole('meter', { name: '2 of 11 in use' }).waitFor();
  });

  it('says what is wrong with a pool that lost its records', async() => {
    await dashboard.open(`${ IP_POOLS }/legacy`);
    await dashboard.page.locator('[data-section="unrecorded"]').getByRole('link', { name: 'default/legacy-app' }).waitFor();

    await expect(rowsOf('unrecorded')).resolves.toStrictEqual([['192.168.50.100', 'default/legacy-app']]);
    await expect(dashboard.page.getByTestId('state-message').innerText()).resolves.toBe(
      'Load balancer default/legacy-app holds 192.168.50.100, but the pool has no record of it. The address can be given out a second time.',
    );
    await dashboard.screenshot('detail-inconsistent');
  });

  it('leads to who holds an address', async() => {
    const { name } = await createPool(cluster, ['one']);

    await dashboard.open(`${ IP_POOLS }/${ name }`);
    await dashboard.page.getByRole('link', { name: `default/${ name }-one` }).click();
    await dashboard.page.getByRole('heading', { name: `Load Balancer: ${ name }-one` }).waitFor();

    await expect(dashboard.page.getByRole('link', { name, exact: true }).count()).resolves.toBe(1);
    await dashboard.screenshot('detail-load-balancer');
  });
});
