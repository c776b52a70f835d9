import { afterEach, describe, expect, it } from 'vitest';
import { checkExtension, type Findings } from '../../scripts/check/check-extension';
import { findExtension } from '../../scripts/check/extension';
import { resolution } from '../../scripts/shell-resolution';
import { checkout, type Checkout } from './support/checkout';

const KEPT = 'import HybridModel from \'@shell/plugins/steve/hybrid-class\';\nexport default class KeyPair extends HybridModel {}';
const LOST = 'import SteveModel from \'@shell/plugins/steve/steve-class\';\nexport default class KeyPair extends SteveModel {}';

let extension: Checkout | undefined;

async function check(files: Readonly<Record<string, string>>): Promise<Findings> {
  extension = checkout({ 'pkg/rig/package.json': '{}', ...files });

  return checkExtension(findExtension(extension.dir), resolution.alias['@shell'], () => undefined);
}

afterEach(() => { extension?.remove(); });

describe('a package that registers models by hand', () => {
  it('is run, and its models are judged as they are registered', async () => {
    const { rows, warnings } = await check({
      'pkg/rig/models/harvesterhci.io.keypair.js': LOST,
      'pkg/rig/kept/key-pair.js':                  KEPT,
      'pkg/rig/index.js': `import { importTypes } from '@rancher/auto-import';
        import page from './pages/index.vue';
        export default function(plugin) {
          importTypes(plugin);
          plugin.metadata = { name: 'rig' };
          plugin.addRoutes([{ component: page }]);
          plugin.addDashboardStore('rig', {}, {});
          plugin.register('models', 'harvester/harvesterhci.io.addon', () => require('./kept/key-pair'));
          plugin.register('models', 'harvesterhci.io.setting', () => import('./kept/key-pair'));
        }`,
      'pkg/rig/pages/index.vue': '<template><div/></template>',
    });

    expect(warnings).toStrictEqual([]);
    expect(rows.map(({ type, file, loses, note }) => [type, file, loses, note])).toStrictEqual([
      ['harvesterhci.io.keypair', 'pkg/rig/models/harvesterhci.io.keypair.js', ['metadata.finalizers', 'status'], undefined],
      ['harvesterhci.io.addon', 'pkg/rig/kept/key-pair.js', [], undefined],
      ['harvesterhci.io.setting', 'pkg/rig/index.js', [], 'no class as default export: no store uses it'],
    ]);
  }, 120_000);

  it('is judged by its files, and that is said, when its entry can not be run', async () => {
    const { rows, warnings } = await check({
      'pkg/rig/models/harvesterhci.io.keypair.js': LOST,
      'pkg/rig/index.js':                          'import { protect } from \'harvester-models\';\nthrow new Error(\'not here\');\nexport default function(plugin) { protect(plugin); }',
    });

    expect(warnings).toStrictEqual([expect.stringMatching(/^The entry of .*pkg\/rig can not be run \(.*\): its models are judged as their files are, without protect\(plugin\)\.$/)]);
    expect(rows.map(({ loses }) => loses)).toStrictEqual([['metadata.finalizers', 'status']]);
  }, 120_000);
});
