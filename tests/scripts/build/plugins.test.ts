import { describe, expect, it } from 'vitest';
import { generatedCode, mapPlugins } from '../../../scripts/build/plugins';

/** A webpack plugin as the mapping sees it: its class's name and its fields. */
function plugin(name: string, fields: object = {}): object {
  return { ...fields, constructor: { name } };
}

/** vue-loader's plugin class has a name that says nothing, and a name space. */
const vueLoaderPlugin = { constructor: { name: 'Plugin', NS: 'vue-loader' } };

function names(plugins: readonly object[]): string[] {
  return mapPlugins(plugins, '/project').map((mapped) => mapped.constructor.name);
}

const own = ['DefinePlugin', 'VirtualModulesPlugin'];

describe('mapPlugins', () => {
  it('fails on a plugin that it does not know, and names it', () => {
    expect(() => mapPlugins([plugin('OddPlugin')], '/project')).toThrow(/webpack plugin OddPlugin/);
  });

  it('does not take another plugin called Plugin for vue-loader\'s', () => {
    expect(() => mapPlugins([plugin('Plugin')], '/project')).toThrow(/webpack plugin Plugin/);
  });

  it.each([
    { name: 'BundleAnalyzerPlugin', reason: 'a report' },
    { name: 'CaseSensitivePathsPlugin', reason: 'a check' },
    { name: 'ForkTsCheckerWebpackPlugin', reason: 'types are checked apart' },
    { name: 'FriendlyErrorsWebpackPlugin', reason: 'prints' },
  ])('leaves out $name: $reason', ({ name }) => {
    expect(names([plugin(name)])).toStrictEqual(own);
  });

  it.each([
    { from: plugin('NormalModuleReplacementPlugin', { resourceRegExp: /x/, newResource: 'y' }), to: 'NormalModuleReplacementPlugin' },
    { from: plugin('IgnorePlugin', { options: { resourceRegExp: /x/ } }), to: 'IgnorePlugin' },
    { from: plugin('CopyPlugin', { patterns: [{ from: '/a', to: '.' }] }), to: 'CopyRspackPlugin' },
    { from: plugin('HtmlWebpackPlugin', { userOptions: { template: '/t', filename: 'i', chunks: [] } }), to: 'HtmlRspackPlugin' },
    { from: plugin('NodePolyfillPlugin'), to: 'NodePolyfillPlugin' },
    { from: vueLoaderPlugin, to: 'VueLoaderPlugin' },
  ])('rebuilds $to', ({ from, to }) => {
    expect(names([from])).toStrictEqual([...own, to]);
  });
});

describe('generatedCode', () => {
  it('collects all definitions, an undefined one as the word', () => {
    const { definitions } = generatedCode([
      plugin('DefinePlugin', { definitions: { 'process.env.dev': 'false' } }),
      plugin('DefinePlugin', { definitions: { 'process.env.version': undefined } }),
    ], '/project');

    expect(definitions).toStrictEqual({ 'process.env.dev': 'false', 'process.env.version': 'undefined' });
  });

  it('places generated modules below the context', () => {
    const { modules } = generatedCode([
      plugin('VirtualModulesPlugin', { _staticModules: { 'node_modules/@rancher/dynamic.js': 'one' } }),
      plugin('VirtualModulesPlugin', { _staticModules: { '/elsewhere/two.js': 'two' } }),
    ], '/project');

    expect(modules).toStrictEqual({ '/project/node_modules/@rancher/dynamic.js': 'one', '/elsewhere/two.js': 'two' });
  });
});
