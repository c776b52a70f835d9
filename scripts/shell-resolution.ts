import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const root = at('..');

/** Where the names that a dashboard's bundler gives to the shell's parts lead to. */
export const resolution = {
  alias: {
    '@shell':      at('../node_modules/@rancher/shell'),
    '@components': at('../node_modules/@rancher/shell/rancher-components'),
    '@models':     at('../models'),
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
