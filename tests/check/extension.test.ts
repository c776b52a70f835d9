import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findExtension } from '../../scripts/check/extension';
import { findShell } from '../../scripts/check/shell-folder';
import { UsageError } from '../../scripts/check/usage-error';
import { checkout, type Checkout } from './support/checkout';

const made: Checkout[] = [];

function make(...files: readonly string[]): string {
  const extension = checkout(Object.fromEntries(files.map((file) => [file, '{}'])));

  made.push(extension);

  return extension.dir;
}

afterEach(() => {
  made.splice(0).forEach((each) => { each.remove(); });
});

const MARK = 'plugins/steve/steve-class.js';
const silent = (): void => undefined;

describe('findExtension', () => {
  it.each([
    ['a file is a type', ['pkg/a/models/x.io.y.js'], [['x.io.y', undefined]]],
    ['TypeScript counts', ['pkg/a/models/x.io.y.ts'], [['x.io.y', undefined]]],
    ['a folder is a store', ['pkg/a/models/harvester/secret.js'], [['secret', 'harvester']]],
    ['a deeper folder is none', ['pkg/a/models/harvester/deep/secret.js'], []],
    ['a folder with an index.vue is a component', ['pkg/a/models/x/index.vue', 'pkg/a/models/x/y.js'], []],
    ['tests and declarations are no models', ['pkg/a/models/x.test.js', 'pkg/a/models/x.d.ts', 'pkg/a/models/__tests__/x.js'], []],
    ['texts are no models', ['pkg/a/models/README.md', 'pkg/a/models/x.json'], []],
    ['each package has its own', ['pkg/a/models/x.js', 'pkg/b/models/x.js'], [['x', undefined], ['x', undefined]]],
    ['a package without models has none', ['pkg/a/index.ts'], []],
  ])('finds models as the importer does: %s', (_reason, files, models) => {
    expect(findExtension(make(...files)).models.map(({ type, store }) => [type, store])).toStrictEqual(models);
  });

  it('names files by the checkout, wherever it is pointed at', () => {
    const dir = make('pkg/a/models/x.js', 'pkg/b/models/y.js');

    expect(findExtension(dir).models.map(({ file }) => file)).toStrictEqual(['pkg/a/models/x.js', 'pkg/b/models/y.js']);
    expect(findExtension(path.join(dir, 'pkg/b')).models.map(({ file }) => file)).toStrictEqual(['pkg/b/models/y.js']);
  });

  it('takes a folder with models for a package', () => {
    expect(findExtension(make('models/x.js', 'package.json')).models.map(({ file }) => file)).toStrictEqual(['models/x.js']);
  });

  it('says in one sentence what is no extension', () => {
    expect(() => findExtension(make('package.json'))).toThrow(UsageError);
    expect(() => findExtension('/not/there')).toThrow('There is no folder /not/there.');
  });
});

describe('findShell', () => {
  it.each([
    ['of the checkout', `node_modules/@rancher/shell/${ MARK }`, 'node_modules/@rancher/shell'],
    ['of the package', `pkg/a/node_modules/@rancher/shell/${ MARK }`, 'pkg/a/node_modules/@rancher/shell'],
    ['that build-pkg links', `pkg/a/.shell/${ MARK }`, 'pkg/a/.shell'],
    ['of a checkout of the dashboard itself', `shell/${ MARK }`, 'shell'],
  ])('finds the shell %s', async (_reason, file, expected) => {
    const dir = make('pkg/a/models/x.js', file);

    expect(path.relative(dir, await findShell(findExtension(dir), undefined, silent))).toBe(expected);
  });

  it.each([
    ['the shell itself', MARK, ''],
    ['a folder with node_modules', `node_modules/@rancher/shell/${ MARK }`, 'node_modules/@rancher/shell'],
    ['a checkout of the dashboard', `shell/${ MARK }`, 'shell'],
  ])('takes another one that is asked for: %s', async (_reason, file, expected) => {
    const other = make(file);

    expect(path.relative(other, await findShell(findExtension(make('pkg/a/models/x.js')), other, silent))).toBe(expected);
  });

  it('says what to do when there is none', async () => {
    const extension = checkout({ 'pkg/a/models/x.js': '', 'package.json': '{ "dependencies": { "@rancher/shell": "3.0.8" } }' });
    const { dir } = extension;

    made.push(extension);

    await expect(findShell(findExtension(dir), undefined, silent)).rejects.toThrow(/install its dependencies first, or name a shell with --shell 3\.0\.8\./);
    await expect(findShell(findExtension(dir), '/not/there', silent)).rejects.toThrow('/not/there is neither a version of @rancher/shell nor a folder that has it.');
  });
});
