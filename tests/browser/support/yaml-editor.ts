import type { Locator, Page } from 'playwright-core';
import { leftEditing } from './form';

/** As much of the editor's own object as its user's typing needs. */
interface CodeMirrorElement extends HTMLElement {
  readonly CodeMirror: { getValue(): string; setValue(text: string): void };
}

/** The YAML page, and the YAML of a form. */
export class YamlEditor {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get saveButton(): Locator {
    return this.page.getByRole('button', { name: 'Save', exact: true });
  }

  /** The whole text, also what is folded. */
  async text(): Promise<string> {
    const editor = this.page.locator('.CodeMirror');

    await editor.waitFor();

    return editor.evaluate((element) => (element as CodeMirrorElement).CodeMirror.getValue());
  }

  /** Replaces one piece of the text, which must be there exactly once. */
  async replace(old: string, replacement: string): Promise<void> {
    const parts = (await this.text()).split(old);

    if (parts.length !== 2) {
      throw new Error(`"${ old }" is in the text ${ parts.length - 1 } times:\n${ parts.join(old) }`);
    }

    await this.page.locator('.CodeMirror').evaluate((element, text) => { (element as CodeMirrorElement).CodeMirror.setValue(text); }, parts.join(replacement));
  }

  async banners(): Promise<readonly string[]> {
    return this.page.locator('.banner.error').allInnerTexts();
  }

  /** Sends the text, and waits until the dashboard has gone back to the list. */
  async save(): Promise<void> {
    await this.saveButton.click();
    await leftEditing(this.page);
  }
}
