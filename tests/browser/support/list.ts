import type { Locator, Page } from 'playwright-core';

/** A list of resources. */
export class List {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the resource is in the list. */
  async shows(name: string): Promise<void> {
    await this.row(name).waitFor();
  }

  row(name: string): Locator {
    return this.page.locator('tr.main-row').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  /** The names in the list, top to bottom. */
  async names(): Promise<readonly string[]> {
    return this.page.locator('tr.main-row td:nth-child(3)').allInnerTexts();
  }

  /** Sorts by a column, or turns the order round when it is sorted by that already. */
  async sortBy(column: string): Promise<void> {
    await this.page.getByRole('columnheader', { name: column, exact: true }).click();
  }

  async filter(text: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Filter table results' }).fill(text);
  }

  async select(name: string): Promise<void> {
    await this.row(name).getByRole('checkbox').click();
  }

  /** Opens a row's menu. */
  async openMenu(name: string): Promise<Locator> {
    await this.row(name).getByRole('button', { name: `More actions - ${ name }` }).click();

    return this.page.getByRole('menu');
  }

  /** Chooses from a row's menu. */
  async choose(name: string, entry: string): Promise<void> {
    const menu = await this.openMenu(name);

    // The menu of Rancher 2.10 is a plain list.
    await menu.getByRole('menuitem', { name: entry }).or(this.page.locator('ul.menu > li').filter({ hasText: entry })).click();
  }

  /** Goes to the page of a resource. */
  async follow(name: string): Promise<void> {
    await this.row(name).getByRole('link', { name, exact: true }).click();
  }
}
