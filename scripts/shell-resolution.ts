import { fileURLToPath } from 'node:url';
import path from 'node:path';
import type { Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const root = at('..');

/** The shell of another version that the sources run on, by the folder that has it in its `node_modules`; see `npm run matrix`. */
const other = process.env.HARVESTER_MODELS_SHELL;

const packages = other === undefined ? at('../node_modules') : path.join(other, 'node_modules');

/** Where the names that a dashboard's bundler gives to the shell's parts lead to. */
export const resolution = {
  alias: {
    '@shell':      path.join(packages, '@rancher/shell'),
    '@components': path.join(packages, '@rancher/shell/rancher-components'),
    '@models':     at('../models'),
    // A dashboard has one Vue, the shell's.
    ...(other === undefined ? {} : { vue: path.join(packages, 'vue'), vuex: path.join(packages, 'vuex') }),
  },
  extensions: ['.ts', '.mjs', '.js', '.vue', '.json'],
};

/** Styles are of no use without a browser, and the shell's need variables that only a full build gives them. */
export const withoutStyles: Plugin = {
  name:    'without-styles',
  enforce: 'pre',
  transform(code, id) {
    return id.endsWith('.vue') ? code.replace(/<style[\s\S]*?<\/style>/g, '') : undefined;
  },
};
