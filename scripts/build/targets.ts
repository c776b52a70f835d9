import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What can be built: the Harvester dashboard with the extension in it, a plain Rancher dashboard without it,
 * and the extension as the UMD bundle that a Rancher dashboard loads.
 */
export type BuildTarget = 'standalone' | 'host' | 'extension';

/** `production` minifies; `development` is what the dev server builds. */
export type BuildMode = 'production' | 'development';

/** What a build is asked to make. */
export interface BuildRequest {
  readonly target: BuildTarget;
  readonly mode: BuildMode;
  readonly sourceMaps: boolean;
}

/** The top of the project. */
export const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');

/** The folder of the extension package. */
export const EXTENSION_DIR = path.join(PROJECT_ROOT, 'pkg/harvester');

/** Where the dashboards are served: the path that Rancher and Harvester use. */
const DASHBOARD_BASE = '/dashboard/';

/**
 * The extension's name in Rancher, `<name>-<version>` of its package.json: the id of its script element, the name of its
 * global and the first part of its files' names. Rancher finds none of the three unless all agree.
 */
export function extensionId(): string {
  const { name, version } = readPackage(path.join(EXTENSION_DIR, 'package.json'));

  return `${ name }-${ version }`;
}

/** The folder that a target's files are written to. */
export function outputDir(target: BuildTarget): string {
  return target === 'extension' ? path.join(PROJECT_ROOT, 'dist-pkg', extensionId()) : path.join(PROJECT_ROOT, 'dist', target);
}

/** The file without which a target's output folder is not a finished build. */
export function mainFile(target: BuildTarget): string {
  return target === 'extension' ? `${ extensionId() }.umd.min.js` : 'index.html';
}

/** The folder that the shell's configuration must be resolved from. */
export function buildDir(target: BuildTarget): string {
  return target === 'extension' ? EXTENSION_DIR : PROJECT_ROOT;
}

/** The folders whose files a target is made of; the host has none of ours. */
export function inputFolders(target: BuildTarget): string[] {
  return target === 'host' ? [] : [path.join(PROJECT_ROOT, 'models'), EXTENSION_DIR];
}

/** Variables by which the shell's configuration can be changed from outside; a build is the same whoever runs it. */
const SHELL_VARIABLES = [
  'API', 'BABEL_ENV', 'COMMIT', 'DEV_PORTS', 'EXCLUDE_OPERATOR_PKG', 'EXCLUDE_PKG', 'HARVESTER_PKG_URL', 'HAR_FILE',
  'LOGIN_LOCALE_SELECTOR', 'OUTPUT_DIR', 'PERF_TEST', 'PL', 'PRIME', 'RANCHER_ENV', 'RESOURCE_BASE', 'ROUTER_BASE',
  'TEST_INSTRUMENT', 'VERSION', 'VUE_CLI_MODE', 'VUE_CLI_BUILD_TARGET', 'VUE_CLI_SERVICE_CONFIG_PATH',
];

/** The environment that the shell's configuration is resolved in. */
export function buildEnvironment(target: BuildTarget, mode: BuildMode, inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => !SHELL_VARIABLES.includes(name));
  const { version } = readPackage(path.join(PROJECT_ROOT, 'package.json'));

  return {
    ...Object.fromEntries(kept),
    NODE_ENV: mode,
    BROWSERSLIST_IGNORE_OLD_DATA: 'true',
    ...TARGET_VARIABLES[target],
    ...(target === 'extension' ? {} : { DASHBOARD_VERSION: version }),
  };
}

const DASHBOARD_VARIABLES = { ROUTER_BASE: DASHBOARD_BASE, RESOURCE_BASE: DASHBOARD_BASE };

const TARGET_VARIABLES: Readonly<Record<BuildTarget, Readonly<Record<string, string>>>> = {
  standalone: { ...DASHBOARD_VARIABLES, RANCHER_ENV: 'harvester' },
  host: { ...DASHBOARD_VARIABLES, EXCLUDE_PKG: path.basename(EXTENSION_DIR) },
  extension: { VUE_CLI_BUILD_TARGET: 'lib' },
};

function readPackage(file: string): { name: string; version: string } {
  return JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
}
