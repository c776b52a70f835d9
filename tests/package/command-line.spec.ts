import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/package/run';
import { root } from '../../scripts/shell-resolution';

const BIN = 'node_modules/harvester-models/scripts/bin/harvester-models.mjs';
const EXTENSION = path.join(root, 'tests/fixtures/foreign-extension');

async function output(...args: readonly string[]): Promise<string> {
  return run(process.execPath, [path.join(inject('consumer'), BIN), ...args], { cwd: inject('consumer') });
}

describe('command line of the package', () => {
  it('runs compiled, without this project\'s tools', async () => {
    expect(existsSync(path.join(inject('consumer'), 'node_modules/tsx'))).toBe(false);
    await expect(output('--help')).resolves.toContain('check [options] [dir]');
  });

  it('finds the same offenders as the command line of the checkout', async () => {
    const shell = path.join(root, 'node_modules/@rancher/shell');
    const offenders = async (program: Promise<string>) => {
      const text = await program.catch((error: unknown) => error instanceof Error ? error.message : '');

      return (JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as { readonly models: readonly object[] }).models;
    };
    const args = ['check', EXTENSION, '--shell', shell, '--json'];

    const found = await offenders(output(...args));

    expect(found.length).toBeGreaterThan(10);
    await expect(offenders(run(process.execPath, ['scripts/bin/harvester-models.mjs', ...args], { cwd: root }))).resolves.toStrictEqual(found);
  });
});
