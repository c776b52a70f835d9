import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/package/run';
import { root } from '../../scripts/shell-resolution';

const CONFIG = `
import { harvesterModels } from 'harvester-models/vitest';

export default { plugins: [harvesterModels()], test: { include: ['*.test.js'] } };
`;

const ON_THE_ENGINE = `
import SteveModel from '@shell/plugins/steve/steve-class';
import { withSaveEngine } from 'harvester-models';

export default class Addon extends withSaveEngine(SteveModel) {}
`;

const suite = (glob: string): string => `
import { describeModels } from 'harvester-models/vitest';

await describeModels('${ glob }');
`;

const extension = () => path.join(inject('consumer'), 'extension');

const ONE_MODEL = `
import { expect, it } from 'vitest';
import { checkModel } from 'harvester-models/conformance';
import Addon from './pkg/lab/models/harvesterhci.io.addon';
import KeyPair from './pkg/lab/models/harvesterhci.io.keypair';

it('judges', async () => {
  expect(await checkModel(Addon, 'harvesterhci.io.addon')).toStrictEqual([]);
  expect((await checkModel(KeyPair, 'harvesterhci.io.keypair')).map(({ message }) => message).join()).toContain('loses metadata.finalizers');
});
`;

async function vitest(file: string): Promise<string> {
  return run(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', file, '--reporter', 'verbose', '--no-color'], { cwd: extension() });
}

describe('harvester-models/vitest', () => {
  beforeAll(() => {
    mkdirSync(extension());
    cpSync(path.join(root, 'tests/fixtures/foreign-extension'), extension(), { recursive: true });
    writeFileSync(path.join(extension(), 'vitest.config.mjs'), CONFIG);
    writeFileSync(path.join(extension(), 'pkg/lab/models/harvesterhci.io.addon.js'), ON_THE_ENGINE);
    writeFileSync(path.join(extension(), 'good.test.js'), suite('pkg/lab/models/harvesterhci.io.addon.js'));
    writeFileSync(path.join(extension(), 'one.test.js'), ONE_MODEL);
    writeFileSync(path.join(extension(), 'bad.test.js'), suite('pkg/lab/models/loadbalancer.harvesterhci.io.ippool.js'));
  });

  it('passes a model on the save engine', async () => {
    await expect(vitest('good.test.js')).resolves.toMatch(/✓ .*harvesterhci\.io\.addon\.js > loses nothing when its form is saved/);
  });

  it('lets harvester-models/conformance judge one model', async () => {
    await expect(vitest('one.test.js')).resolves.toContain('1 passed');
  });

  it('fails for a model that does, and names what it loses', async () => {
    await expect(vitest('bad.test.js')).rejects.toThrow(/× .*ippool\.js > loses nothing when its form is saved[\s\S]*status/);
  });
});
