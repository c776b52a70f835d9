import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PROJECT_ROOT, buildDir, extensionId } from './targets';
import type { BuildMode, BuildRequest } from './targets';
import type { WebpackConfig } from './webpack-config';

const require = createRequire(import.meta.url);

const SHELL = path.join(PROJECT_ROOT, 'node_modules/@rancher/shell');

/**
 * The webpack configuration that the shell would build with, resolved by `@vue/cli-service`. It reads the working
 * directory and the environment, which must be the target's own: see `buildDir` and `buildEnvironment`.
 */
export async function resolveShellConfig({ target, mode }: BuildRequest): Promise<WebpackConfig> {
  const service = new Service(buildDir(target));

  if (target !== 'extension') {
    await service.init(mode);

    return { ...service.resolveWebpackConfig(), devServer: service.projectOptions.devServer };
  }

  return resolveExtensionConfig({ service, entry: 'index.ts', id: extensionId(), mode });
}

/** An extension to build, and where: the service must be of its folder. */
interface ExtensionBuild {
  readonly service: CliService;
  /** The file in its folder that exports the entry. */
  readonly entry: string;
  readonly id: string;
  readonly mode: BuildMode;
}

/** The configuration that the shell would build the UMD bundle of an extension with. */
async function resolveExtensionConfig({ service, entry, id, mode }: ExtensionBuild): Promise<WebpackConfig> {
  const link = path.join(service.context, '.shell');

  return withShellLink(link, async() => {
    await service.init(mode);
    const [config] = resolveLibConfig(
      new PluginAPI('harvester-models', service),
      { entry, name: id, filename: id, formats: 'umd-min' },
      service.projectOptions,
    );

    return replacePath(config, link, SHELL);
  });
}

/** The same of an extension in any folder. */
export function resolveForeignConfig(dir: string, entry: string, id: string): Promise<WebpackConfig> {
  return resolveExtensionConfig({ service: new Service(dir), entry, id, mode: 'production' });
}

/** Replaces a path at the start of or inside of every string of a configuration. Functions and class instances stay. */
export function replacePath<T>(value: T, from: string, to: string): T {
  return replaced(value) as T;

  function replaced(part: unknown): unknown {
    if (typeof part === 'string') {
      return part.replaceAll(from, to);
    }
    if (Array.isArray(part)) {
      return part.map(replaced);
    }
    if (typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype) {
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, replaced(inner)]));
    }

    return part;
  }
}

/** The shell's own configuration of an extension insists on a link to the shell. */
async function withShellLink<T>(link: string, work: () => Promise<T>): Promise<T> {
  if (existsSync(link)) {
    return work();
  }

  symlinkSync(SHELL, link, 'dir');
  try {
    return await work();
  } finally {
    rmSync(link);
  }
}

interface ProjectOptions {
  readonly devServer: Readonly<Record<string, unknown>>;
}

interface CliService {
  readonly context: string;
  readonly projectOptions: ProjectOptions;
  init(mode: BuildMode): Promise<void> | void;
  resolveWebpackConfig(): WebpackConfig;
}

const Service = require('@vue/cli-service') as new (context: string) => CliService;
const PluginAPI = require('@vue/cli-service/lib/PluginAPI') as new (id: string, service: CliService) => object;
const resolveLibConfig = require('@vue/cli-service/lib/commands/build/resolveLibConfig') as (
  api: object,
  args: Readonly<{ entry: string; name: string; filename: string; formats: string }>,
  options: ProjectOptions,
) => [WebpackConfig];
