import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PersistentCacheOptions } from '@rspack/core';
import { configFiles } from './inputs';
import { generatedCode } from './plugins';
import { PROJECT_ROOT } from './targets';
import type { BuildRequest } from './targets';
import type { WebpackConfig } from './webpack-config';

/** Where all that a build keeps for the next one lies. */
export const CACHE_DIR = path.join(PROJECT_ROOT, '.cache/build');

/** The persistent cache of one kind of build. */
export function cacheOptions(webpack: WebpackConfig, request: BuildRequest): PersistentCacheOptions {
  return {
    type: 'persistent',
    name: `${ request.target }-${ request.mode }`,
    version: cacheVersion(webpack, request),
    buildDependencies: configFiles().filter((file) => existsSync(file)),
    storage: { type: 'filesystem', directory: path.join(CACHE_DIR, 'rspack') },
  };
}

/**
 * A hash of what decides the output and is in no file that Rspack watches. Generated modules have paths below
 * node_modules, where Rspack looks at nothing but package versions: it would not see that their text has changed.
 */
export function cacheVersion(webpack: WebpackConfig, { sourceMaps }: BuildRequest): string {
  const { modules, definitions } = generatedCode(webpack.plugins, webpack.context);

  return createHash('sha256').update(JSON.stringify({ modules, definitions, sourceMaps })).digest('hex');
}
