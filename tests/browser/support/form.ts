import type { Locator, Page } from 'playwright-core';

/** Waits until the dashboard has left the page that something was edited on. */
export async function leftEditing(page: Page): Promise<void> {
  await page.waitForURL((url) => !url.search.includes('mode=edit') && !url.pathname.endsWith('/create'));
}

/** The create and edit form, as its user sees it. */
export class Form {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async ready(): Promise<void> {
    await this.saveButton.waitFor();
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** The part of the form that edits the field at a path of the resource. */
  field(path: string): Locator {
    return this.page.locator(`[data-path="${ path }"]`);
  }

  input(path: string): Locator {
    return this.field(path).getByRole('textbox').or(this.field(path).getByRole('spinbutton'));
  }

  async type(path: string, text: string): Promise<void> {
    await this.input(path).fill(text);
  }

  async name(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Name', exact: true }).fill(text);
  }

  async describe(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Description' }).fill(text);
  }

  /** Chooses an entry of a select. */
  async choose(path: string, option: string): Promise<void> {
    await this.field(path).locator('.labeled-select').click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  /** What a select shows. */
  chosen(path: string): Promise<string> {
    return this.field(path).locator('.vs__selected').innerText();
  }

  async messages(path: string): Promise<readonly string[]> {
    return this.field(path).locator('.field-messages li').allInnerTexts();
  }

  /** Errors above the form. */
  async banners(): Promise<readonly string[]> {
    return this.page.locator('.cru__errors .banner').allInnerTexts();
  }

  get saveButton(): Locator {
    return this.page.getByTestId('form-save');
  }

  /** A button of the form itself, such as one that adds a row. */
  button(name: string): Locator {
    return this.page.getByTestId('cru-form').getByRole('button', { name, exact: true });
  }

  /** Sends the form, and waits until the dashboard has gone back to the list. */
  async save(): Promise<void> {
    await this.saveButton.click();
    await leftEditing(this.page);
  }
}
