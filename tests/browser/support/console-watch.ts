import type { ConsoleMessage, Page } from 'playwright-core';

/** What may stand in the console of a page that works. */
const HARMLESS: readonly { readonly text: RegExp; readonly reason: string }[] = [
  { text: /Socket refusing to connect while another socket exists/, reason: 'the shell connects to the cluster of the page again while it is connected' },
];

/** Keeps what a page complains about: errors that it logs, and those that nothing caught. */
export class ConsoleWatch {
  private readonly found: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(page: Page) {
    page.on('console', (message) => { this.note(message); });
    page.on('pageerror', ({ message }) => { this.found.push(`uncaught: ${ message }`); });
  }

  /** What this test provokes is no finding. */
  expect(text: RegExp): void {
    this.expected.push(text);
  }

  /** What is left to complain about. */
  get complaints(): readonly string[] {
    const allowed = [...HARMLESS.map(({ text }) => text), ...this.expected];

    return this.found.filter((complaint) => !allowed.some((text) => text.test(complaint)));
  }

  private note(message: ConsoleMessage): void {
    if (message.type() === 'error') {
      this.found.push(`${ message.text() } (${ message.location().url })`);
    }
  }
}
