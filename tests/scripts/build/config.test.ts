import { describe, expect, it } from 'vitest';
import { cacheVersion } from '../../../scripts/build/cache';
import { mapConfig } from '../../../scripts/build/rspack-config';
import { replacePath } from '../../../scripts/build/shell-config';
import { buildEnvironment, extensionId } from '../../../scripts/build/targets';
import type { BuildRequest, BuildTarget } from '../../../scripts/build/targets';
import type { WebpackConfig } from '../../../scripts/build/webpack-config';

class DefinePlugin {
  readonly definitions: Record<string, string>;

  constructor(definitions: Record<string, string>) {
    this.definitions = definitions;
  }
}

class VirtualModulesPlugin {
  readonly _staticModules: Record<string, string>;

  constructor(modules: Record<string, string>) {
    this._staticModules = modules;
  }
}

function webpackConfig(overrides: Partial<WebpackConfig> = {}): WebpackConfig {
  return {
    context: '/project',
    entry: { index: ['/shell/entry.js'] },
    output: { filename: 'js/[name].js', publicPath: '/dashboard/' },
    resolve: { alias: { '@shell': '/shell' }, extensions: ['.js', '.ts', '.js'], modules: ['node_modules'] },
    resolveLoader: { modules: ['node_modules'] },
    module: { noParse: /^vue$/, rules: [] },
    optimization: {},
    plugins: [],
    ...overrides,
  };
}

function request(target: BuildTarget, overrides: Partial<BuildRequest> = {}): BuildRequest {
  return { target, mode: 'production', sourceMaps: false, ...overrides };
}

describe('mapConfig', () => {
  it('keeps where the dashboard finds its modules and each extension once', () => {
    expect(mapConfig(webpackConfig(), request('host'))).toMatchObject({
      entry: { index: ['/shell/entry.js'] },
      output: { filename: 'js/[name].js', publicPath: '/dashboard/' },
      resolve: { alias: { '@shell': '/shell' }, extensions: ['.js', '.ts'] },
    });
  });

  it('names the library, and the externals for every kind of loader', () => {
    const webpack = webpackConfig({
      output: { library: 'harvester-1', libraryTarget: 'umd', libraryExport: undefined },
      externals: [{ jquery: '$' }, { vue: { commonjs: 'vue', root: 'Vue' } }],
    });
    const { output, externals } = mapConfig(webpack, request('extension'));

    expect(output).toMatchObject({ library: { name: 'harvester-1', type: 'umd' } });
    expect(output).not.toHaveProperty('libraryTarget');
    expect(externals).toStrictEqual([{ jquery: '$' }, { vue: { commonjs: 'vue', root: 'Vue', amd: 'vue' } }]);
  });

  it('leaves Vue to an extension that takes the host\'s through a module of its own', () => {
    const externals = [{ jquery: '$' }, { vue: { commonjs: 'vue', root: 'Vue' } }];
    const { alias, ...resolve } = webpackConfig().resolve;
    const withVue = (vue$: string) => mapConfig(webpackConfig({ externals, resolve: { ...resolve, alias: { ...alias, vue$ } } }), request('extension')).externals;

    expect(withVue('/project/vue.lib.js')).toStrictEqual([{ jquery: '$' }, {}]);
    expect(withVue('vue/dist/vue.runtime.esm-bundler.js')).toHaveLength(2);
    expect(withVue('vue/dist/vue.runtime.esm-bundler.js')).not.toContainEqual({});
  });

  it.each([
    { asked: { sourceMaps: false }, devtool: false },
    { asked: { sourceMaps: true }, devtool: 'source-map' },
    { asked: { sourceMaps: true, mode: 'development' }, devtool: 'cheap-module-source-map' },
  ] as const)('makes source maps as asked: $asked', ({ asked, devtool }) => {
    expect(mapConfig(webpackConfig(), request('host', asked)).devtool).toBe(devtool);
  });

  it('never removes files of a finished build for a dev server', () => {
    expect(mapConfig(webpackConfig(), request('standalone', { mode: 'development' })).output).toMatchObject({ clean: false });
  });
});

describe('cacheVersion', () => {
  const generated = (definition: string, module: string) => webpackConfig({
    plugins: [new DefinePlugin({ x: definition }), new VirtualModulesPlugin({ 'm.js': module })],
  });
  const version = cacheVersion(generated('1', 'a'), request('host'));

  it.each([
    { reason: 'a definition', changed: cacheVersion(generated('2', 'a'), request('host')) },
    { reason: 'a generated module', changed: cacheVersion(generated('1', 'b'), request('host')) },
    { reason: 'source maps', changed: cacheVersion(generated('1', 'a'), request('host', { sourceMaps: true })) },
  ])('changes with $reason', ({ changed }) => {
    expect(changed).not.toBe(version);
  });

  it('stays when nothing changes', () => {
    expect(cacheVersion(generated('1', 'a'), request('host'))).toBe(version);
  });
});

describe('replacePath', () => {
  it('replaces in strings at any depth and leaves patterns and functions alone', () => {
    const pattern = /x/;
    const call = () => '/a/.shell';

    expect(replacePath({ alias: { s: '/a/.shell' }, rules: [{ test: pattern, call, data: '@import "/a/.shell/b"' }] }, '/a/.shell', '/s'))
      .toStrictEqual({ alias: { s: '/s' }, rules: [{ test: pattern, call, data: '@import "/s/b"' }] });
  });
});

describe('buildEnvironment', () => {
  it('is Harvester\'s own for the standalone dashboard alone', () => {
    const environments = (['standalone', 'host', 'extension'] as const).map((target) => buildEnvironment(target, 'production', {}).RANCHER_ENV);

    expect(environments).toStrictEqual(['harvester', undefined, undefined]);
  });

  it('leaves the extension out of the host alone', () => {
    const excluded = (['standalone', 'host', 'extension'] as const).map((target) => buildEnvironment(target, 'production', {}).EXCLUDE_PKG);

    expect(excluded).toStrictEqual([undefined, 'harvester', undefined]);
  });

  it('keeps the user\'s own variables, but none that would change the output', () => {
    const environment = buildEnvironment('host', 'production', { HOME: '/home/me', RANCHER_ENV: 'desktop', NODE_ENV: 'test', COMMIT: 'x' });

    expect(environment).toMatchObject({ HOME: '/home/me', NODE_ENV: 'production', ROUTER_BASE: '/dashboard/' });
    expect(environment).not.toHaveProperty('RANCHER_ENV');
    expect(environment).not.toHaveProperty('COMMIT');
  });
});

describe('extensionId', () => {
  it('is the name and the version that Rancher joins', () => {
    expect(extensionId()).toMatch(/^harvester-\d+\.\d+\.\d+/);
  });
});
