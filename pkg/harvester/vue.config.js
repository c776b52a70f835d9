const path = require('node:path');
const shellConfig = require('@rancher/shell/pkg/vue.config');

const shell = shellConfig(__dirname);

/** The shell's build configuration of an extension, plus the aliases of the model library and of the host's Vue. */
module.exports = {
  ...shell,
  chainWebpack(chain) {
    shell.chainWebpack(chain);
    // Types are checked apart, once for the whole project.
    chain.plugins.delete('fork-ts-checker');
  },
  configureWebpack(config) {
    shell.configureWebpack(config);
    config.resolve.alias['@models'] = path.resolve(__dirname, '../../models');
    config.resolve.alias.vue$ = path.join(__dirname, 'vue.lib.js');
  },
};
