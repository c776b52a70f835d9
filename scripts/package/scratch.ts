import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildWithProgress } from '../build-with-progress';
import { outputDir } from '../build/targets';
import { root } from '../shell-resolution';
import { packPackage } from './pack';
import { run } from './run';
import { editInBrowser } from './scratch-browser';

/** The shell's own generator of extensions, in the version of the shell that this project is checked with. */
const SKELETON = '@rancher/create-extension@3.0.12';
const NAME = 'scratch';
const MODELS = path.join(root, 'tests/fixtures/foreign-extension/pkg/lab');
/** What the skeleton brings itself, and what builds leave behind. */
const LEFT_OUT = ['package.json', 'babel.config.js', 'vue.config.js', 'tsconfig.json', 'protected.js', '.shell', 'node_modules'];

const ENTRY = 'export default function(plugin) {\n';

async function step(title: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();

  console.log(`- ${ title }`);
  await work();
  console.log(`  ${ ((performance.now() - started) / 1000).toFixed(1) } s`);
}

/** The skeleton's checkout, with the package among its dependencies. */
function addPackage(checkout: string, tarball: string): void {
  const file = path.join(checkout, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { dependencies: Record<string, string>; overrides?: Record<string, string> };

  manifest.dependencies['harvester-models'] = `file:${ tarball }`;
  // The shell pins a version of its icons that the npm registry does not have.
  manifest.overrides = { '@rancher/icons': '2.0.64' };
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  // npm would install the peers of the shell's tools too, and move webpack's plugins out of reach.
  writeFileSync(path.join(checkout, '.npmrc'), 'legacy-peer-deps=true\n');
}

/** An extension as people write them, in the skeleton's package: its models and pages, and an entry with or without the one line. */
function writeExtension(checkout: string, isProtected: boolean): void {
  const pkg = path.join(checkout, 'pkg', NAME);
  const entry = readFileSync(path.join(MODELS, 'index.js'), 'utf8');

  if (!entry.includes(ENTRY)) {
    throw new Error('The entry of the foreign extension does not begin as expected.');
  }

  cpSync(MODELS, pkg, { recursive: true, filter: (file) => !LEFT_OUT.includes(path.relative(MODELS, file)) });
  rmSync(path.join(pkg, 'index.ts'), { force: true });
  allowShellsFields(path.join(pkg, 'tsconfig.json'));
  writeFileSync(path.join(pkg, 'index.js'), isProtected ? `import { protect } from 'harvester-models';\n${ entry.replace(ENTRY, `${ ENTRY }  protect(plugin);\n`) }` : entry);
}

/**
 * The skeleton compiles TypeScript in such a way that a field with a type and no value is set to nothing. The shell's model of schemas has
 * such fields, also for what its base has set already: whoever uses it, as the extension's store does, must have an older target, as this project's own extension has.
 */
function allowShellsFields(file: string): void {
  const config = JSON.parse(readFileSync(file, 'utf8')) as { compilerOptions: Record<string, unknown> };

  config.compilerOptions.target = 'ES2021';
  writeFileSync(file, JSON.stringify(config, null, 2));
}

/**
 * The proof that the package works where it is meant to be used: packs it, makes an extension with the shell's own skeleton, installs the
 * package into it, builds it with the shell's own build-pkg, loads it into a Rancher dashboard in Chromium, and saves an IP pool.
 */
async function main(): Promise<void> {
  const { values: { dir, unprotected } } = parseArgs({ options: { dir: { type: 'string' }, unprotected: { type: 'boolean', default: false } } });
  const folder = dir === undefined ? mkdtempSync(path.join(tmpdir(), 'harvester-models-scratch-')) : path.resolve(dir);
  const checkout = path.join(folder, NAME);
  const quiet = { cwd: checkout, env: { HUSKY: '0' } };

  mkdirSync(folder, { recursive: true });
  console.log(`Everything is in ${ folder }${ dir === undefined ? ' and is removed at the end' : '; what is there already is not made again' }.`);

  let tarball = '';

  if (!existsSync(path.join(checkout, 'node_modules/harvester-models'))) {
    await step('npm pack', async () => { tarball = await packPackage(folder); });
    await step(`npx ${ SKELETON } ${ NAME }`, () => run('npx', ['--yes', SKELETON, NAME], { cwd: folder }));
    addPackage(checkout, tarball);
    await step('npm install, with overrides { "@rancher/icons": "2.0.64" } and legacy-peer-deps', () => run('npm', ['install', '--no-audit', '--no-fund'], quiet));
  }

  // It is made of the shell alone: one that was built before will do.
  if (!existsSync(path.join(outputDir('host'), 'index.html'))) {
    await step('the host: a plain Rancher dashboard', () => buildWithProgress(['host']));
  }

  for (const isProtected of unprotected ? [false, true] : [true]) {
    const built = path.join(checkout, 'dist-pkg', `${ NAME }-0.1.0`);
    const kept = path.join(folder, isProtected ? 'protected' : 'unprotected');

    if (!existsSync(kept)) {
      writeExtension(checkout, isProtected);
      await step(`npm run build-pkg -- ${ NAME } (${ isProtected ? 'with protect(plugin)' : 'as it is' })`, () => run('npm', ['run', 'build-pkg', '--', NAME], quiet));
      cpSync(built, kept, { recursive: true });
    }

    const { rancher: { annotations } } = JSON.parse(readFileSync(path.join(checkout, 'pkg', NAME, 'package.json'), 'utf8')) as { readonly rancher: { readonly annotations: Readonly<Record<string, string>> } };

    await step(`Chromium: edit the network of an IP pool that has addresses in use (${ isProtected ? 'protected' : 'as it is' })`, async () => {
      for (const line of await editInBrowser({ plugin: { name: NAME, version: '0.1.0', annotations }, files: kept, isProtected })) {
        console.log(`  ${ line }`);
      }
    });
  }

  if (dir === undefined) {
    rmSync(folder, { recursive: true });
  }

  console.log('protected: the status is what it was.');
}

await main();
