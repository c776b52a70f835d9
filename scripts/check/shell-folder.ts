import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { installShell } from '../shell-install';
import { readJson, type Extension } from './extension';
import { UsageError } from './usage-error';

/** The file without which a folder is not the shell. */
const MARK = 'plugins/steve/steve-class.js';
const VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

function shellAt(folder: string): string | undefined {
  return existsSync(path.join(folder, MARK)) ? realpathSync(folder) : undefined;
}

/** Every `node_modules` from a folder upwards. */
function upwards(from: string): readonly string[] {
  const parent = path.dirname(from);

  return [path.join(from, 'node_modules'), ...(parent === from ? [] : upwards(parent))];
}

/** A folder that is the shell, has it installed, or is a checkout of Rancher's dashboard. */
function shellIn(folder: string): string | undefined {
  return [folder, path.join(folder, 'node_modules/@rancher/shell'), path.join(folder, '@rancher/shell'), path.join(folder, 'shell')].map(shellAt).find((found) => found !== undefined);
}

function ownShell({ root, packages }: Extension): string | undefined {
  const installed = [...packages.map(({ dir }) => dir), root].flatMap((dir) => [path.join(dir, '.shell'), ...upwards(dir).map((folder) => path.join(folder, '@rancher/shell'))]);

  return [...installed, path.join(root, 'shell')].map(shellAt).find((found) => found !== undefined);
}

/** The version of the shell that an extension asks for, where it is one that can be installed as it stands. */
function wantedVersion({ root, packages }: Extension): string | undefined {
  const wanted = [root, ...packages.map(({ dir }) => dir)].flatMap((dir) => ['dependencies', 'devDependencies'].map((key) => readJson(path.join(dir, 'package.json'))[key]))
    .map((dependencies) => typeof dependencies === 'object' && dependencies !== null ? Reflect.get(dependencies, '@rancher/shell') as unknown : undefined)
    .find((version) => typeof version === 'string');

  return wanted !== undefined && VERSION.test(wanted) ? wanted : undefined;
}

/**
 * The folder of the shell that an extension's models are loaded with: its own, or what `--shell` names, a version or a folder.
 * @throws UsageError when there is none, with what to do
 */
export async function findShell(extension: Extension, asked: string | undefined, onProgress: (message: string) => void): Promise<string> {
  if (asked === undefined) {
    const own = ownShell(extension);
    const version = wantedVersion(extension);

    if (!own) {
      throw new UsageError(`@rancher/shell is not installed in ${ extension.root }: install its dependencies first, or name a shell with --shell ${ version ?? 'VERSION' }.`);
    }

    return own;
  }

  const isVersion = VERSION.test(asked) && !existsSync(asked);
  const found = shellIn(isVersion ? await installed(asked, onProgress) : path.resolve(asked));

  if (!found) {
    throw new UsageError(`${ asked } is neither a version of @rancher/shell nor a folder that has it.`);
  }

  return found;
}

async function installed(version: string, onProgress: (message: string) => void): Promise<string> {
  try {
    return await installShell(version, onProgress);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
