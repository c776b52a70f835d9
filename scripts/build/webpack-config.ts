import type { Configuration, RuleSetRule } from '@rspack/core';

/** One loader of a rule as `@vue/cli-service` resolves it. */
export interface WebpackUse {
  readonly loader: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A rule of the resolved webpack configuration. Its conditions mean the same in Rspack. */
export interface WebpackRule extends Omit<RuleSetRule, 'test' | 'loader' | 'options' | 'use' | 'oneOf'> {
  readonly test?: RegExp;
  readonly loader?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly use?: readonly WebpackUse[];
  readonly oneOf?: readonly WebpackRule[];
}

/** Modules that the page supplies: request to the name of its global, or to its name for each kind of loader. */
export type External = Record<string, string | Record<string, string>>;

/** The resolved webpack configuration of one build, as far as the mapping reads it. */
export interface WebpackConfig {
  readonly context: string;
  readonly entry: Readonly<Record<string, string | string[]>>;
  readonly output: Readonly<Record<string, unknown>>;
  readonly externals?: readonly External[];
  readonly resolve: {
    readonly alias: Readonly<Record<string, string>>;
    readonly extensions: readonly string[];
    readonly modules: readonly string[];
    readonly symlinks?: boolean;
  };
  readonly resolveLoader: { readonly modules: readonly string[] };
  readonly module: { readonly noParse: RegExp; readonly rules: readonly WebpackRule[] };
  readonly optimization: { readonly splitChunks?: NonNullable<Configuration['optimization']>['splitChunks'] };
  readonly plugins: readonly object[];
  readonly devServer?: Readonly<Record<string, unknown>>;
}
