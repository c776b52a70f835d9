import { describe, expect, it } from 'vitest';
import type { RuleSetRule } from '@rspack/core';
import { loaderName, mapRules } from '../../../scripts/build/rules';
import type { WebpackRule, WebpackUse } from '../../../scripts/build/webpack-config';

const modules = '/project/node_modules';

function rule(...use: WebpackUse[]): WebpackRule {
  return { test: /\.x$/, use };
}

function mapped(webpackRule: WebpackRule): RuleSetRule {
  const [first] = mapRules([webpackRule], 'production');

  return first ?? {};
}

function loaders({ use }: RuleSetRule): string[] {
  return Array.isArray(use) ? use.map((item) => (typeof item === 'object' && item !== null ? loaderName(item.loader) : String(item))) : [];
}

describe('loaderName', () => {
  it.each([
    { request: 'csv-loader', name: 'csv-loader', reason: 'a bare name is the name' },
    { request: `${ modules }/css-loader/dist/cjs.js`, name: 'css-loader', reason: 'a path names its package' },
    { request: `${ modules }/a/node_modules/b-loader/index.js`, name: 'b-loader', reason: 'the innermost package counts' },
    { request: `${ modules }/@scope/c-loader/index.js`, name: '@scope/c-loader', reason: 'a scope is part of the name' },
  ])('reads $name from $request: $reason', ({ request, name }) => {
    expect(loaderName(request)).toBe(name);
  });
});

describe('mapRules', () => {
  it('fails on a loader that it does not know, and names it', () => {
    expect(() => mapRules([rule({ loader: `${ modules }/odd-loader/index.js` })], 'production')).toThrow(/webpack loader odd-loader/);
  });

  it('fails on an unknown loader inside of a oneOf', () => {
    expect(() => mapRules([{ test: /\.css$/, oneOf: [rule({ loader: 'odd-loader' })] }], 'production')).toThrow(/odd-loader/);
  });

  it('compiles TypeScript with fields that do not overwrite what a base class assigned', () => {
    expect(mapped(rule({ loader: 'cache-loader' }, { loader: 'babel-loader' }, { loader: 'ts-loader' })).use).toStrictEqual([{
      loader: 'builtin:swc-loader',
      options: { jsc: { target: 'es2022', parser: { syntax: 'typescript' }, transform: { useDefineForClassFields: false } } },
    }]);
  });

  it('drops a rule whose loaders all have no part in the output', () => {
    const [first, ...rest] = mapRules([rule({ loader: 'thread-loader' }, { loader: 'babel-loader' })], 'production');

    expect(first).toStrictEqual({ include: /[\\/]node_modules[\\/]/, parser: { exportsPresence: false } });
    expect(rest).toStrictEqual([]);
  });

  it('keeps a rule that has no loader', () => {
    const image = { test: /\.png$/, type: 'asset', generator: { filename: 'img/[name][ext]' } };

    expect(mapped(image)).toStrictEqual(image);
  });

  it('keeps the order of style loaders and merges both uses of postcss-loader', () => {
    const style = rule(
      { loader: 'vue-style-loader' }, { loader: 'css-loader', options: { importLoaders: 3, sourceMap: false } },
      { loader: 'postcss-loader' }, { loader: 'postcss-loader' }, { loader: 'sass-loader' },
    );

    expect(loaders(mapped(style))).toStrictEqual([
      'vue-style-loader', 'css-loader', 'builtin:lightningcss-loader', 'sass-loader-modern',
    ]);
  });

  it('keeps what the shell puts before every stylesheet', () => {
    const { use } = mapped(rule({ loader: 'sass-loader', options: { additionalData: '@use "x";' } }));

    expect(use).toMatchObject([{ options: { additionalData: '@use "x";', api: 'modern-compiler' } }]);
  });

  it('keeps how the shell has white space in templates treated', () => {
    const { use } = mapped(rule({ loader: 'vue-loader', options: { cacheDirectory: '/x', compilerOptions: { whitespace: 'preserve' } } }));

    expect(use).toMatchObject([{ options: { compilerOptions: { whitespace: 'preserve' }, experimentalInlineMatchResource: true } }]);
  });

  it('does not ask for a constructor again where a worker\'s own code is meant', () => {
    expect(mapped({ test: /worker\.js$/, loader: 'worker-loader', options: { inline: 'no-fallback' } })).toMatchObject({
      resourceQuery: { not: /worker-code/ },
    });
  });

  it('leaves out the languages whose loaders are not installed', () => {
    const languages = [/\.pug$/, /\.less$/, /\.styl(us)?$/].map((test) => ({ test, use: [{ loader: 'missing-loader' }] }));

    expect(mapRules(languages, 'production')).toHaveLength(1);
  });

  it('minifies stylesheets in production alone', () => {
    const style = rule({ loader: 'postcss-loader' });

    expect(mapRules([style], 'production')[0]?.use).toMatchObject([{ options: { minify: true } }]);
    expect(mapRules([style], 'development')[0]?.use).toMatchObject([{ options: { minify: false } }]);
  });
});
