import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The page's own axe, once its script is there. */
interface PageWithAxe {
  readonly axe: { run(context: { include: string[] }, options: RunOptions): Promise<AxeResults> };
}

/** What the shell's own components do, which a page made of them can't change. */
const OF_THE_SHELL: readonly { readonly rule: string; readonly selector: RegExp; readonly reason: string }[] = [
  { rule: 'label-content-name-mismatch', selector: /show-configuration-cta/, reason: 'the button reads "Show Configuration" and is called "Show the entire configuration of …"' },
  { rule: 'label-content-name-mismatch', selector: /^button\[aria-controls=/, reason: 'each label and annotation is shown on a button that is called "Show Preview"' },
  { rule: 'color-contrast', selector: /async-btn-display-label/, reason: 'the button that says "Error" for a moment after a failed save, in the dark theme' },
];

/** The dashboard's body is as high as nothing and cuts off what is outside; axe takes every text for invisible then, and judges none. */
const UNCUT = 'body { overflow: visible !important }';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What hinders people in the main part of a page, as `rule: selector`. The navigation and the bar above are the shell's alone. */
export async function hindrances(page: Page): Promise<readonly string[]> {
  await page.addStyleTag({ content: UNCUT });
  await page.evaluate(SOURCE);

  const { violations, passes } = await page.evaluate(() => (globalThis as unknown as PageWithAxe).axe.run({ include: ['main'] }, { resultTypes: ['violations', 'passes'] }));
  const judged = passes.find(({ id }) => id === 'color-contrast')?.nodes.length ?? 0;

  // One or two are form controls; texts are more.
  expect(judged).toBeGreaterThan(5);

  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => ({ rule: id, target: target.join(' ') })))
    .filter(({ rule, target }) => !OF_THE_SHELL.some((known) => known.rule === rule && known.selector.test(target)))
    .map(({ rule, target }) => `${ rule }: ${ target }`);
}
