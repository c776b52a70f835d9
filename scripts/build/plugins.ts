import path from 'node:path';
import {
  CopyRspackPlugin, DefinePlugin, HtmlRspackPlugin, IgnorePlugin, NormalModuleReplacementPlugin, experiments,
} from '@rspack/core';
import type { DefinePluginOptions, RspackPluginInstance } from '@rspack/core';
import { VueLoaderPlugin } from 'rspack-vue-loader';

/** What the plugins of a configuration generate or replace in the code, apart from the files on disk. */
export interface GeneratedCode {
  /** Generated modules: absolute path to source. */
  readonly modules: Readonly<Record<string, string>>;
  /** Replaced expressions: name to code. */
  readonly definitions: Readonly<DefinePluginOptions>;
}

/** Maps the plugins of a webpack configuration to Rspack's. An unknown plugin is an error. */
export function mapPlugins(plugins: readonly object[], context: string): RspackPluginInstance[] {
  const { modules, definitions } = generatedCode(plugins, context);

  return [
    new DefinePlugin({ ...definitions }),
    new experiments.VirtualModulesPlugin({ ...modules }),
    ...plugins.flatMap(mapPlugin),
  ];
}

/** The generated modules and definitions of a configuration's plugins. Relative module paths are below `context`. */
export function generatedCode(plugins: readonly object[], context: string): GeneratedCode {
  const modules: Record<string, string> = {};
  const definitions: DefinePluginOptions = {};

  for (const plugin of plugins) {
    const name = pluginName(plugin);

    if (name === 'VirtualModulesPlugin') {
      for (const [file, source] of Object.entries((plugin as VirtualModules)._staticModules)) {
        modules[path.resolve(context, file)] = source;
      }
    } else if (name === 'DefinePlugin') {
      for (const [expression, code] of Object.entries((plugin as Definitions).definitions)) {
        definitions[expression] = code ?? 'undefined';
      }
    }
  }

  return { modules, definitions };
}

interface VirtualModules {
  readonly _staticModules: Readonly<Record<string, string>>;
}

interface Definitions {
  readonly definitions: Readonly<Record<string, DefinePluginOptions[string] | undefined>>;
}

/** Plugins that are mapped all together, and checks and reports of webpack's own. */
const LEFT_OUT = new Set([
  'DefinePlugin', 'VirtualModulesPlugin',
  'BundleAnalyzerPlugin', 'CaseSensitivePathsPlugin', 'ForkTsCheckerWebpackPlugin', 'FriendlyErrorsWebpackPlugin',
]);

function mapPlugin(plugin: object): RspackPluginInstance[] {
  const name = pluginName(plugin);
  const mapping = Object.hasOwn(MAPPINGS, name) ? MAPPINGS[name as keyof Fields] as Mapping<object> : undefined;

  if (mapping === undefined && !LEFT_OUT.has(name)) {
    throw new Error(`The shell's build uses the webpack plugin ${ name }, which scripts/build/plugins.ts does not know.`);
  }

  return mapping === undefined ? [] : [mapping(plugin)];
}

/** What the plugins keep of what they were made with, by the name of their class. */
interface Fields {
  readonly CopyPlugin: { readonly patterns: { from: string; to: string }[] };
  readonly HtmlWebpackPlugin: { readonly userOptions: { readonly template: string; readonly filename: string; readonly chunks: string[] } };
  readonly IgnorePlugin: { readonly options: ConstructorParameters<typeof IgnorePlugin>[0] };
  readonly NodePolyfillPlugin: RspackPluginInstance;
  readonly NormalModuleReplacementPlugin: {
    readonly resourceRegExp: RegExp;
    readonly newResource: ConstructorParameters<typeof NormalModuleReplacementPlugin>[1];
  };
  readonly 'vue-loader': object;
}

type Mapping<Plugin> = (plugin: Plugin) => RspackPluginInstance;

const MAPPINGS: { readonly [Name in keyof Fields]: Mapping<Fields[Name]> } = {
  CopyPlugin: ({ patterns }) => new CopyRspackPlugin({ patterns }),
  HtmlWebpackPlugin: ({ userOptions: { template, filename, chunks } }) => (
    new HtmlRspackPlugin({ template, filename, chunks, scriptLoading: 'defer' })
  ),
  IgnorePlugin: ({ options }) => new IgnorePlugin(options),
  NodePolyfillPlugin: (plugin) => plugin,
  NormalModuleReplacementPlugin: ({ resourceRegExp, newResource }) => new NormalModuleReplacementPlugin(resourceRegExp, newResource),
  'vue-loader': () => new VueLoaderPlugin(),
};

/** A plugin's class name; vue-loader's class is called only `Plugin` and is known by the name space that it declares. */
function pluginName(plugin: object): string {
  const { NS, name } = plugin.constructor as { NS?: string; name: string };

  return NS ?? name;
}
