import { createRequire } from 'node:module';
import vue from '@vitejs/plugin-vue';
import { runnerImport, type Plugin } from 'vite';
import { resolution, root, withoutStyles } from './shell-resolution';

const require = createRequire(import.meta.url);
const LODASH = 'virtual:lodash';

/** Node finds no named exports in lodash; a bundler does, and the shell imports them. */
const namedLodash: Plugin = {
  name:      'named-lodash',
  enforce:   'pre',
  transform: (code, id) => /\.(?:js|ts|vue)$/.test(id) ? code.replaceAll(/ from 'lodash';/g, ` from '${ LODASH }';`) : undefined,
  resolveId: (id) => id === LODASH ? `\0${ LODASH }` : undefined,
  load(id) {
    const names = Object.keys(require('lodash') as object).filter((name) => /^[a-zA-Z]\w*$/.test(name));

    return id === `\0${ LODASH }` ? [
      'import { createRequire } from \'node:module\';',
      `const _ = createRequire(${ JSON.stringify(import.meta.url) })('lodash');`,
      'export default _;',
      `export const { ${ names.join(', ') } } = _;`,
    ].join('\n') : undefined;
  },
};

/**
 * Imports a module of this project in Node with the shell's own classes under it, as a bundler would put them together.
 * Everything that the module needs must be imported statically: its loader is gone when this resolves.
 */
export async function loadWithShell<T>(path: string): Promise<T> {
  // The shell's store starts its worker's code when it is imported; a worker calls its global scope `self`.
  Object.assign(globalThis, { self: globalThis });

  const { module } = await runnerImport<T>(path, {
    root,
    configFile: false,
    logLevel:   'error',
    plugins:    [namedLodash, withoutStyles, vue()],
    resolve:    { ...resolution, noExternal: [/@rancher\/shell/] },
  });

  return module;
}
