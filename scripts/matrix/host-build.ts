import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build/build';
import { installOnce } from '../cached-install';
import { root } from '../shell-resolution';
import { SHELL_LINES } from './shell-lines';

/** What the build is made of, beside what the shell brings. */
const COMPILER = ['@rspack/core', 'rspack-vue-loader', 'sass-embedded', 'sass-loader-modern', 'tsx', 'semver'];
const SOURCES = ['scripts/build', 'vue.config.js', 'tsconfig.json', 'tsconfig.base.json', 'pkg/harvester/package.json', 'pkg/harvester/vue.config.js'];

interface Package {
  readonly name: string;
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}

/** Builds the plain Rancher dashboard of a shell. Resolves to the folder to serve. @throws Error with a message for people */
export async function buildHost(version: string, onProgress: (message: string) => void): Promise<string> {
  const isOwn = SHELL_LINES.at(-1)?.shell === version;
  const builder = isOwn ? build : await builderOf(version, onProgress);
  const { outputDir } = await builder('host', {
    onProgress(fraction) {
      if (fraction === 1) {
        onProgress('the dashboard is built');
      }
    },
  });

  return outputDir;
}

/** This project's build in a folder outside of the checkout, with another shell and that shell's tools. */
async function builderOf(version: string, onProgress: (message: string) => void): Promise<typeof build> {
  const { name, version: ownVersion, devDependencies, overrides } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Package;
  const dependencies = { ...Object.fromEntries(COMPILER.map((tool) => [tool, devDependencies[tool] ?? '*'])), '@rancher/shell': version };
  const folder = await installOnce({
    folder:    `hosts/${ version }`,
    title:     `@rancher/shell ${ version } and what builds it`,
    dependencies,
    overrides: { '@rancher/icons': overrides['@rancher/icons'] ?? '*' },
    optional:  true,
  }, onProgress);

  for (const source of SOURCES) {
    cpSync(path.join(root, source), path.join(folder, source), { recursive: true });
  }

  // The shell takes every dependency for an extension that might be there, and the configuration is an ES module.
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: ownVersion, private: true, type: 'module', dependencies }));
  onProgress('building the dashboard');

  return (await import(pathToFileURL(path.join(folder, 'scripts/build/build.ts')).href) as { readonly build: typeof build }).build;
}
