import { installOnce } from './cached-install';

/** What the shell is built, tested and started with, and the cloud SDKs of its cluster wizards: it is most of an installation, and no model imports it. */
const TOOLS = [
  '@aws-sdk/client-ec2', '@aws-sdk/client-eks', '@aws-sdk/client-iam', '@aws-sdk/client-kms', '@babel/plugin-proposal-optional-chaining',
  '@babel/plugin-proposal-private-methods', '@babel/plugin-proposal-private-property-in-object', '@babel/preset-typescript', '@eslint/js', '@types/is-url',
  '@types/node', '@types/semver', '@typescript-eslint/eslint-plugin', '@typescript-eslint/parser', '@vue/cli-plugin-babel', '@vue/cli-plugin-typescript',
  '@vue/cli-service', '@vue/test-utils', '@vue/vue3-jest', 'add', 'babel-eslint', 'babel-plugin-module-resolver', 'babel-preset-vue', 'cache-loader',
  'cross-env', 'css-loader', 'csv-loader', 'cypress', 'eslint', 'eslint-config-standard', 'eslint-import-resolver-node', 'eslint-module-utils',
  'eslint-plugin-cypress', 'eslint-plugin-import', 'eslint-plugin-jest', 'eslint-plugin-n', 'eslint-plugin-vue', 'express', 'frontmatter-markdown-loader',
  'globals', 'jest', 'jest-environment-jsdom', 'jest-serializer-vue', 'js-yaml-loader', 'neostandard', 'node-polyfill-webpack-plugin', 'nodemon', 'nyc',
  'sass', 'sass-loader', 'serve-static', 'sinon', 'start-server-and-test', 'style-loader', 'ts-node', 'typescript', 'typescript-eslint', 'vue-eslint-parser',
  'vue-server-renderer', 'vue-template-compiler', 'webpack-bundle-analyzer', 'webpack-virtual-modules', 'worker-loader', 'yarn',
  // What codemirror-editor-vue3 lists and never imports.
  '@unocss/transformer-directives', '@wdns/vue-code-block', 'element-plus', 'unplugin-vue-components',
  // Fonts and styles; the shell pins versions of it that npm does not have.
  '@rancher/icons',
];

/** Packages that the shell imports and gets from its tools only. */
const UNDECLARED = { semver: '^7.5.0' };

const NOTHING = 'npm:empty-npm-package@1.0.0';

/**
 * Installs a version of the shell with everything that its classes and stores need in Node, once, outside of the project.
 * Resolves to the folder that has `node_modules/@rancher/shell`. @throws Error with one sentence: no such version, no registry, no npm
 */
export async function installShell(version: string, onProgress?: (message: string) => void): Promise<string> {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
    throw new Error(`"${ version }" is not a version of the shell; one looks like 3.0.13.`);
  }

  return installOnce({
    folder:       `shells/${ version }`,
    title:        `@rancher/shell ${ version }`,
    dependencies: { '@rancher/shell': version, ...UNDECLARED },
    overrides:    Object.fromEntries(TOOLS.map((name) => [name, NOTHING])),
  }, onProgress);
}
