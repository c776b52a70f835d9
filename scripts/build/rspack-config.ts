import path from 'node:path';
import { SwcJsMinimizerRspackPlugin } from '@rspack/core';
import type { Configuration } from '@rspack/core';
import { cacheOptions } from './cache';
import { mapPlugins } from './plugins';
import { LANGUAGE_LEVEL, mapRules } from './rules';
import { outputDir } from './targets';
import type { BuildMode, BuildRequest } from './targets';
import type { External, WebpackConfig } from './webpack-config';

/** Maps the shell's resolved webpack configuration to the Rspack configuration of the same application or library. */
export function mapConfig(webpack: WebpackConfig, request: BuildRequest): Configuration {
  const { target, mode, sourceMaps } = request;
  const { splitChunks } = webpack.optimization;

  return {
    name: target,
    mode,
    context: webpack.context,
    target: ['web', LANGUAGE_LEVEL],
    entry: { ...webpack.entry },
    devtool: devtool(mode, sourceMaps),
    output: { ...output(webpack), path: outputDir(target), clean: mode === 'production' },
    externals: (webpack.externals ?? []).map((externals) => withAmd(bringsVue(webpack) ? withoutVue(externals) : externals)),
    resolve: {
      alias: { ...webpack.resolve.alias },
      extensions: [...new Set(webpack.resolve.extensions)],
      modules: [...webpack.resolve.modules],
      symlinks: webpack.resolve.symlinks ?? true,
    },
    resolveLoader: { modules: [...webpack.resolveLoader.modules] },
    module: { noParse: webpack.module.noParse, rules: mapRules(webpack.module.rules, mode) },
    plugins: mapPlugins(webpack.plugins, webpack.context),
    optimization: {
      nodeEnv: false,
      ...(splitChunks === undefined ? {} : { splitChunks }),
      ...(mode === 'production' ? { minimizer: [new SwcJsMinimizerRspackPlugin({ extractComments: false })] } : {}),
    },
    cache: cacheOptions(webpack, request),
    performance: false,
    stats: 'none',
    infrastructureLogging: { level: 'error' },
  };
}

function devtool(mode: BuildMode, sourceMaps: boolean): 'source-map' | 'cheap-module-source-map' | false {
  if (!sourceMaps) {
    return false;
  }

  return mode === 'production' ? 'source-map' : 'cheap-module-source-map';
}

/** webpack's separate `library…` fields are one object in Rspack. */
function output({ output: { library, libraryExport, libraryTarget, ...rest } }: WebpackConfig): NonNullable<Configuration['output']> {
  if (typeof library !== 'string' || libraryTarget !== 'umd') {
    return rest;
  }

  return { ...rest, library: { name: library, type: libraryTarget, ...(typeof libraryExport === 'string' ? { export: libraryExport } : {}) } };
}

/** Whether an extension takes the host's Vue through a module of its own, by an alias. The alias alone would do nothing: externals come first. */
function bringsVue({ context, resolve }: WebpackConfig): boolean {
  return path.dirname(resolve.alias.vue$ ?? '') === context;
}

function withoutVue({ vue: _vue, ...externals }: External): External {
  return externals;
}

/** An external of a UMD bundle needs a name for every kind of loader, which webpack does not insist on. */
function withAmd(externals: External): External {
  return Object.fromEntries(Object.entries(externals).map(([request, external]): [string, External[string]] => (
    [request, typeof external === 'string' ? external : { ...external, amd: external.commonjs ?? request }]
  )));
}
