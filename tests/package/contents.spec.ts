import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { publint } from 'publint';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/package/run';
import { root } from '../../scripts/shell-resolution';

const packed = () => path.join(inject('consumer'), 'node_modules/harvester-models');
const files = () => readdirSync(packed(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(packed(), path.join(entry.parentPath, entry.name)));
const read = (file: string) => readFileSync(path.join(packed(), file), 'utf8');

describe('contents of the package', () => {
  it('satisfy publint', async () => {
    const { messages } = await publint({ pkgDir: packed(), pack: false, strict: true });

    expect(messages).toStrictEqual([]);
  });

  it('have types that every resolution finds, as attw sees it', async () => {
    await expect(run(process.execPath, [path.join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'), inject('tarball'), '--profile', 'esm-only', '--quiet'], { cwd: root })).resolves.toBe('');
  });

  it('are what was built, with data and texts: no source, no test', () => {
    const outside = files().filter((file) => !file.startsWith('dist/npm/'));

    expect(outside.sort()).toStrictEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'scripts/bin/harvester-models.mjs']);
    expect(files().filter((file) => /(?<!\.d)\.ts$|\.test\.|\.vue$/.test(file))).toStrictEqual([]);
  });

  it('have a source map with the source beside every module', () => {
    const modules = files().filter((file) => file.startsWith('dist/npm/') && file.endsWith('.js'));
    const without = modules.filter((file) => {
      const map = `${ file }.map`;

      return !existsSync(path.join(packed(), map)) || !(JSON.parse(read(map)) as { readonly sourcesContent?: readonly string[] }).sourcesContent?.[0];
    });

    expect(modules.length).toBeGreaterThan(100);
    // A module that only hands on has nothing that could be mapped.
    expect(without.filter((file) => /\b(?:function|class|const)\b/.test(read(file)))).toStrictEqual([]);
  });

  it('leave the shell to the consumer\'s bundler', () => {
    const imported = files().filter((file) => file.endsWith('.js')).flatMap((file) => [...read(file).matchAll(/from "(@[^"]+)"/g)].map(([, name = '']) => name));

    expect([...new Set(imported.map((name) => name.split('/')[0]))]).toStrictEqual(['@shell']);
  });

  it('say nothing of @shell to a consumer\'s compiler', () => {
    const ambient = files().filter((file) => file.endsWith('.d.ts') && /declare module|from '@shell/.test(read(file)));

    expect(ambient).toStrictEqual([]);
  });
});
