import { createRequire } from 'node:module';
import path from 'node:path';
import type { LightningcssLoaderOptions, RuleSetLoaderWithOptions, RuleSetRule, SwcLoaderOptions } from '@rspack/core';
import type { BuildMode } from './targets';
import type { WebpackRule, WebpackUse } from './webpack-config';

const require = createRequire(import.meta.url);

/** The language level of the emitted code. */
export const LANGUAGE_LEVEL = 'es2022';

/** The first browsers that run `LANGUAGE_LEVEL`. */
const BROWSERS = ['chrome >= 94', 'edge >= 94', 'firefox >= 93', 'safari >= 16.4'];

/** Rspack caches and works in parallel by itself; what Babel would lower, the browsers above run. */
const DROPPED_LOADERS = new Set(['cache-loader', 'thread-loader', 'babel-loader']);

/** Loaders that run in Rspack as they are. */
const KEPT_LOADERS = new Set([
  'csv-loader', 'file-loader', 'frontmatter-markdown-loader', 'js-yaml-loader', 'raw-loader', 'url-loader', 'vue-style-loader',
]);

/** Files of languages that vue-cli prepares rules for and whose loaders the shell does not install. */
const UNUSED_LANGUAGES = ['a.less', 'a.pug', 'a.styl'];

/** The query of a request for a web worker's own code, as against its constructor. */
const WORKER_CODE = /worker-code/;

/** An import of a name that is not exported is an error in our code, and what webpack ignores in a package. */
const TOLERANT_PACKAGES: RuleSetRule = { include: /[\\/]node_modules[\\/]/, parser: { exportsPresence: false } };

/** Maps the rules of a webpack configuration to Rspack's. An unknown loader is an error. */
export function mapRules(rules: readonly WebpackRule[], mode: BuildMode): RuleSetRule[] {
  const mapped = rules
    .filter((rule) => !UNUSED_LANGUAGES.some((file) => rule.test?.test(file)))
    .flatMap((rule) => mapRule(rule, mode));

  return [...mapped, TOLERANT_PACKAGES];
}

/** The npm package of a loader, from its bare name or its path. */
export function loaderName(request: string): string {
  return /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(request)?.[1] ?? request;
}

function mapRule(rule: WebpackRule, mode: BuildMode): RuleSetRule[] {
  const { loader, options, use, oneOf, ...conditions } = rule;
  const uses = use ?? (loader === undefined ? [] : [options === undefined ? { loader } : { loader, options }]);
  const mapped = uses.flatMap((item) => mapUse(item, mode)).filter(isFirstOfItsLoader);

  if (uses.length > 0 && mapped.length === 0) {
    return [];
  }

  return [{
    ...conditions,
    ...(mapped.length > 0 ? { use: mapped } : {}),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.flatMap((inner) => mapRule(inner, mode)) }),
    ...(uses.some((item) => loaderName(item.loader) === 'worker-loader') ? { resourceQuery: { not: WORKER_CODE } } : {}),
  }];
}

/** Several loaders may map to the same one: cssnano and autoprefixer are both postcss-loader. */
function isFirstOfItsLoader(use: RuleSetLoaderWithOptions, index: number, uses: readonly RuleSetLoaderWithOptions[]): boolean {
  return uses.findIndex(({ loader }) => loader === use.loader) === index;
}


function mapUse({ loader, options }: WebpackUse, mode: BuildMode): RuleSetLoaderWithOptions[] {
  const name = loaderName(loader);

  if (DROPPED_LOADERS.has(name)) {
    return [];
  }
  if (KEPT_LOADERS.has(name)) {
    return [options === undefined ? { loader } : { loader, options: { ...options } }];
  }

  switch (name) {
    case 'ts-loader':
      return [{ loader: 'builtin:swc-loader', options: SWC_OPTIONS }];
    case 'vue-loader':
      return [{ loader: require.resolve('rspack-vue-loader'), options: vueOptions(options) }];
    case 'css-loader':
      // A stylesheet that is imported by another is plain CSS and needs none of the loaders before it.
      return [{ loader, options: { ...options, importLoaders: 0 } }];
    case 'postcss-loader':
      return [{ loader: 'builtin:lightningcss-loader', options: cssOptions(mode) }];
    case 'sass-loader':
      return [{ loader: require.resolve('sass-loader-modern'), options: { ...options, ...SASS_OPTIONS } }];
    case 'worker-loader':
      return [{ loader: path.join(import.meta.dirname, 'web-worker-loader.cjs') }];
    default:
      throw new Error(`The shell's build uses the webpack loader ${ name }, which scripts/build/rules.ts does not know.`);
  }
}

/** The shell's and the models' classes rely on fields that do not overwrite what a base constructor assigned. */
const SWC_OPTIONS: SwcLoaderOptions = {
  jsc: {
    target: LANGUAGE_LEVEL,
    parser: { syntax: 'typescript' },
    transform: { useDefineForClassFields: false },
  },
};

/** The shell's stylesheets use features that Sass calls deprecated; that is for the shell to change. */
const SASS_OPTIONS = {
  api: 'modern-compiler',
  implementation: require.resolve('sass-embedded'),
  sassOptions: {
    quietDeps: true,
    silenceDeprecations: ['abs-percent', 'color-functions', 'global-builtin', 'if-function', 'import'],
  },
};

function vueOptions({ compilerOptions }: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { ...(compilerOptions === undefined ? {} : { compilerOptions }), experimentalInlineMatchResource: true };
}

function cssOptions(mode: BuildMode): LightningcssLoaderOptions {
  // The shell's stylesheets have a few declarations that no browser reads; webpack's build passes them through.
  return { minify: mode === 'production', errorRecovery: true, targets: BROWSERS };
}
