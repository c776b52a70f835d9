import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/package/run';
import { sources } from '../../scripts/package/entries';

interface Bundle {
  readonly text: string;
  readonly modules: readonly string[];
}

/** What a bundler makes of a consumer's code. Everything but the package is the consumer's. */
async function bundle(contents: string): Promise<Bundle> {
  const result = await build({
    stdin:  { contents, resolveDir: inject('consumer') },
    bundle: true, write: false, metafile: true, format: 'esm', logLevel: 'silent', platform: 'neutral', minifySyntax: true, treeShaking: true,
    external: ['@shell/*', 'vue', 'vuex', 'node:*', 'lodash/*', 'yaml', 'js-yaml', 'ipaddr.js', 'cidr-tools', 'ws', 'sirv', 'fast-json-patch', 'vite', 'vitest'],
  });
  const { inputs } = result.metafile.outputs[Object.keys(result.metafile.outputs)[0] ?? ''] as Metafile['outputs'][string];

  return {
    text:    result.outputFiles[0]?.text.replace(/^\/\/.*\n/gm, '').trim() ?? '',
    modules: Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => path.basename(file, '.js')),
  };
}

const IMPORTABLE = Object.keys(sources()).map((entry) => path.posix.join('harvester-models', entry));

describe('importing the package', () => {
  it.each(IMPORTABLE)('adds nothing to a bundle when nothing of it is used: %s', async (name) => {
    await expect(bundle(`import '${ name }'; import * as whole from '${ name }';`)).resolves.toMatchObject({ text: '' });
  });

  it('adds what is used, and what that needs', async () => {
    const { modules } = await bundle('import { SaveError } from \'harvester-models\'; console.log(SaveError);');

    expect(modules).toContain('save-error');
    expect(modules).not.toContain('save-engine');
    expect(modules).not.toContain('ip-pool');
  });

  it('adds one model, by its path, without the others', async () => {
    const { modules } = await bundle('import { Setting } from \'harvester-models/harvesterhci.io/setting\'; console.log(Setting);');

    expect(modules).toContain('setting');
    expect(modules).not.toContain('registry');
    expect(modules).not.toContain('ip-pool');
  });

  it('leaves a process as it was: no global, nothing that keeps it alive', async () => {
    const script = 'const before = Object.getOwnPropertyNames(globalThis).length; await import(\'harvester-models/testing\'); console.log(Object.getOwnPropertyNames(globalThis).length - before);';

    await expect(run(process.execPath, ['--input-type=module', '--eval', script], { cwd: inject('consumer') })).resolves.toBe('0\n');
  });
});
