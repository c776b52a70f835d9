import { createRequire } from 'node:module';
import path from 'node:path';

const root = import.meta.dirname;
const require = createRequire(import.meta.url);

/**
 * The dashboard's build configuration: the shell's own, plus the alias of the model library.
 * `EXCLUDE_PKG` names the extensions under pkg/ (comma separated) that are left out of the dashboard.
 */
export default () => {
  const shell = require('@rancher/shell/vue.config')(root, {
    excludes: (process.env.EXCLUDE_PKG ?? '').split(',').filter(Boolean),
  });

  return {
    ...shell,
    configureWebpack(config) {
      shell.configureWebpack(config);
      config.resolve.alias['@models'] = path.join(root, 'models');
      // The shell generates this module with a `require` in it, which our package type would leave alone.
      config.module.rules.push({ include: path.join(root, 'node_modules/@rancher/dynamic.js'), type: 'javascript/auto' });
    },
  };
};
