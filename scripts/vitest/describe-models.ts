import path from 'node:path';
import { installBrowserGlobals } from '../check/browser-globals';
import { findExtension } from '../check/extension';
import { quietly } from '../check/quietly';
import { reasonOf } from '../check/reason';
import type { Row } from '../check/row';
import { candidates } from '../check/rows';
import { UsageError } from '../check/usage-error';

/** A test per kind of offence: what it states, and what of the row must be nothing. */
const TESTS: readonly (readonly [title: string, wrong: (row: Row) => readonly string[]])[] = [
  ['can be loaded and saved', ({ error }) => error === null ? [] : [error]],
  ['loses nothing when its form is saved', ({ loses }) => loses],
  ['loses nothing when it is saved as YAML', ({ losesAsYaml }) => losesAsYaml],
  ['sends nothing that it should not', ({ sends }) => sends],
  ['puts no old status over a live one', ({ staleStatus }) => staleStatus ? ['status'] : []],
  ['has getters that bear an object with nothing but its name', ({ throws }) => throws],
];

function pattern(glob: string): RegExp {
  const source = glob.replace(/^\.\//, '').replace(/\/$/, '').replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('**', '\0').replaceAll('*', '[^/]*').replaceAll('?', '[^/]').replaceAll('\0', '.*');

  return new RegExp(`^${ source }(?:/|$)`);
}

/**
 * The check as a suite of vitest: a `describe` per model with a test per kind of offence. Needs the plugin `harvesterModels()` in vitest's
 * configuration. It is waited for, since the models are loaded before the tests are known: `await describeModels();`
 *
 * `dirOrGlob` is a folder or files of the checkout that vitest runs in: `pkg/harvester`, or `pkg/*` with a pattern behind it.
 */
export async function describeModels(dirOrGlob = '.'): Promise<void> {
  const { beforeAll, describe, expect, it } = await import('vitest');
  const extension = findExtension(process.cwd());
  const wanted = path.relative(extension.root, path.resolve(dirOrGlob)).split(path.sep).join('/');
  const models = wanted === '' ? extension.models : extension.models.filter(({ file }) => pattern(wanted).test(file));

  if (!models.length) {
    throw new UsageError(`${ dirOrGlob } holds no models of the extension in ${ extension.root }.`);
  }

  installBrowserGlobals();

  const { runtime } = await import('../check/runtime');
  const all = await quietly(() => candidates({ ...extension, models }, {
    runtime,
    load:       (file) => import(/* @vite-ignore */ file) as Promise<Record<string, unknown>>,
    failure:    (error) => `can not be loaded: ${ reasonOf(error) }`,
    warn:       (warning) => { throw new Error(warning); },
    onProgress: () => undefined,
  }));

  describe.each(all.map((candidate) => [candidate.file, candidate] as const))('%s', (_file, candidate) => {
    let row: Row;

    beforeAll(async () => {
      row = await quietly(() => candidate.judge());
    });

    it.each(TESTS)('%s', (_title, wrong) => {
      const found = wrong(row);

      expect(found, found.join(', ')).toStrictEqual([]);
    });
  });
}
