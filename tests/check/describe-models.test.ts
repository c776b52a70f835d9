import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolution, root } from '../../scripts/shell-resolution';
import { checkout, type Checkout } from './support/checkout';

const MODELS: Readonly<Record<string, string>> = {
  'pkg/rig/models/harvesterhci.io.keypair.js':        'import SteveModel from \'@shell/plugins/steve/steve-class\';\nimport { isEmpty } from \'lodash\';\nexport default class KeyPair extends SteveModel { get none() { return isEmpty(this.spec); } }',
  'pkg/rig/models/harvesterhci.io.addon.ts':          'import HybridModel from \'@shell/plugins/steve/hybrid-class\';\nexport default class Addon extends HybridModel { declare spec: { enabled: boolean }; }',
  'pkg/rig/models/harvesterhci.io.upgrade.js':        'import HybridModel from \'@shell/plugins/steve/hybrid-class\';\nimport \'./nowhere\';\nexport default class Upgrade extends HybridModel {}',
  'pkg/other/models/kubevirt.io.virtualmachine.js':   'import HybridModel from \'@shell/plugins/steve/hybrid-class\';\nexport default class VirtualMachine extends HybridModel { get name2() { return this.spec.a; } }',
};

/** Three lines each, as the documentation has them, but for the place of the package. */
const CONFIG = `import { defineConfig } from 'vitest/config';
import { harvesterModels } from '${ root }/scripts/vitest/plugin.ts';

export default defineConfig({ plugins: [harvesterModels({ shell: '${ resolution.alias['@shell'] }' })] });
`;
const TEST = `import { describeModels } from '${ root }/scripts/vitest/describe-models.ts';

await describeModels('GLOB');
`;

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string; readonly failureMessages: readonly string[] }[] }[];
}

let extension: Checkout;
let results: readonly { readonly model: string; readonly title: string; readonly failure: string | undefined }[];

function runVitest(dir: string): Promise<void> {
  const vitest = spawn(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json', '--outputFile=report.json'], { cwd: dir, stdio: 'ignore', env: { ...process.env, NODE_PATH: path.join(root, 'node_modules'), VITEST: '' } });

  return new Promise((resolve) => { vitest.once('close', () => { resolve(); }); });
}

beforeAll(async () => {
  extension = checkout({
    ...MODELS,
    'package.json':           '{ "type": "module" }',
    'pkg/rig/package.json':   '{ "name": "rig" }',
    'pkg/other/package.json': '{ "name": "other" }',
    'vitest.config.ts':       CONFIG,
    'tests/models.test.ts':   TEST.replace('GLOB', 'pkg/rig'),
  }, { node_modules: path.join(root, 'node_modules') });

  await runVitest(extension.dir);

  const { testResults } = JSON.parse(readFileSync(path.join(extension.dir, 'report.json'), 'utf8')) as Report;

  results = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ ancestorTitles, title, failureMessages: [failure] }) => ({ model: ancestorTitles.at(-1) ?? '', title, failure: failure?.split('\n')[0] })));
}, 240_000);

afterAll(() => { extension.remove(); });

const FAILURES: readonly (readonly [model: string, title: string, failure: RegExp])[] = [
  ['harvesterhci.io.keypair.js', 'loses nothing when its form is saved', /metadata\.finalizers/],
  ['harvesterhci.io.upgrade.js', 'can be loaded and saved', /can not be loaded: .*nowhere/],
];

describe('describeModels', () => {
  it('has six tests for each model that is asked for', () => {
    expect([...new Set(results.map(({ model }) => model))].sort()).toStrictEqual(Object.keys(MODELS).filter((file) => file.startsWith('pkg/rig')).sort());
    expect(results).toHaveLength(18);
  });

  it.each(FAILURES)('fails for %s: it %s', (model, title, failure) => {
    expect(results.find((result) => result.model.endsWith(model) && result.title === title)?.failure).toMatch(failure);
  });

  it('fails for nothing else', () => {
    expect(results.filter(({ failure }) => failure !== undefined).map(({ model, title }) => [path.basename(model), title])).toStrictEqual(FAILURES.map(([model, title]) => [model, title]));
  });
});
