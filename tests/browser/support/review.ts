import type { Locator, Page } from 'playwright-core';
import { leftEditing } from './form';

/** The panel that shows what saving would change. */
export class Review {
  private readonly page: Page;
  readonly panel: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByTestId('review-panel');
  }

  /** The button beside Save. */
  get button(): Locator {
    return this.page.getByTestId('review').filter({ visible: true });
  }

  /** Asks for it, and waits until it is there. */
  async open(): Promise<void> {
    await this.button.click();
    await this.panel.waitFor();
  }

  /** The texts of the table, row by row. */
  async rows(): Promise<readonly (readonly string[])[]> {
    const rows = await this.panel.locator('tbody tr').all();

    return Promise.all(rows.map(async(row) => (await row.locator('th, td').allInnerTexts()).map((text) => text.replace(/\s*\n\s*/g, ' | '))));
  }

  /** Saves from the panel, and waits until the dashboard has gone back to the list. */
  async save(): Promise<void> {
    await this.panel.getByTestId('review-save').click();
    await leftEditing(this.page);
  }
}
