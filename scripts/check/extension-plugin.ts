import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { load as loadYaml } from 'js-yaml';
import type { Plugin } from 'vite';
import { tellOrigins } from './class-origins';
import type { ExtensionPackage } from './extension';
import { fileAt, isCommonJs, namedExports } from './module-files';
import { compilerOptions, placesOf } from './tsconfig';
import { scriptOf } from './vue-file';
import { withoutWebpack } from './webpack-code';

/** Where an extension's imports lead to. */
export interface ExtensionFolders {
  readonly root: string;
  readonly packages: readonly ExtensionPackage[];
  readonly shell: string;
}

const require = createRequire(import.meta.url);

/** Ids of modules that stand for a file of another kind; the path follows. */
const COMMON_JS = '\0common-js:';
const ASSET = '\0asset:';
const YAML = '\0yaml:';
const NOTHING = '\0nothing';
const AUTO_IMPORT = '\0auto-import:';
/** What the code of a Vue file is called: a script beside it, so that its own imports resolve. */
const VUE_SCRIPT = /\.vue\.script\.(?:js|ts)$/;

/** What tests run in, of which there must be one. */
const TOOLS = /^(?:vite|vitest|@vitest\/[\w-]+)(?:\/|$)/;

const STYLE = /\.(?:css|scss|sass|less|styl)$/;
const FILE = /\.(?:svg|png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp3|mp4|webm|wav|pdf|md|csv|html?|txt|hbs|tpl|wasm|sh)$/;

/** Modules that a library build of the shell replaces: they would load the whole dashboard. */
const REPLACED = ['dynamic-importer', 'model-loader-require', 'require-asset'];

const ownPackage = fileURLToPath(import.meta.url);

function withoutLoaders(source: string): string {
  return source.slice(source.lastIndexOf('!') + 1).replace(/\?.*$/, '');
}

/** A path below a folder; `undefined` when the name is not one of it: `@shell/x`, but not `@shelly/x`. */
function below(name: string, prefix: string): string | undefined {
  return name === prefix ? '' : name.startsWith(`${ prefix }/`) ? name.slice(prefix.length + 1) : undefined;
}

/** The folders that a checkout's aliases stand for, the most special first. */
function aliases({ root, packages, shell }: ExtensionFolders, importer: string | undefined): readonly (readonly [string, string])[] {
  const own = packages.find(({ dir }) => importer?.startsWith(dir + path.sep));
  const components = [path.join(shell, 'rancher-components'), path.join(path.dirname(shell), 'pkg/rancher-components/src/components')].find((folder) => existsSync(folder));

  return [
    ['@shell', shell], ['~shell', shell], ['@rancher/shell', shell], ['~assets', path.join(shell, 'assets')],
    ...(components === undefined ? [] : [['@components', components] as const]),
    ...packages.flatMap(({ name, dir }) => [[`@pkg/${ name }`, dir], [`~pkg/${ name }`, dir]] as const),
    ...(own ? [['@pkg', own.dir], ['~pkg', own.dir]] as const : []),
    ['@pkg', path.join(root, 'pkg')], ['@', root], ['~', root],
  ];
}

/** The file that an alias leads to; `undefined` for a name that is none, or leads nowhere. */
function aliased(folders: ExtensionFolders, name: string, importer: string | undefined): string | undefined {
  for (const [prefix, folder] of aliases(folders, importer)) {
    const rest = below(name, prefix);
    const file = rest === undefined ? undefined : fileAt(path.join(folder, rest));

    if (file !== undefined) {
      return realpathSync(file);
    }
  }

  return undefined;
}

function isBare(name: string): boolean {
  return /^[\w@]/.test(name) && !path.isAbsolute(name);
}

/** A dependency that only Node's `require` can load, as a module of which everything can be imported by name. */
function commonJs(file: string): string {
  let names: readonly string[] = [];

  try {
    names = Object.keys(Object(require(file)) as object);
  } catch {
    // It fails in the same way, and with its own reason, where it is imported.
  }

  return [
    'import { createRequire } from \'node:module\';',
    `const whole = createRequire(${ JSON.stringify(file) })(${ JSON.stringify(file) });`,
    'export default whole?.__esModule && \'default\' in whole ? whole.default : whole;',
    'export { whole as __commonJs };',
    namedExports('whole', names.filter((name) => name !== '__esModule')),
  ].join('\n');
}

/** Who runs an entry puts here what `importTypes` is to register: the models, which were loaded one by one. */
export const REGISTERS = Symbol.for('harvester-models:registers');

const AUTO_IMPORT_CODE = `export function importTypes(plugin) { globalThis[Symbol.for('${ REGISTERS.description ?? '' }')]?.(plugin); }`;

/**
 * Loads an extension's modules in Node as its own build would put them together: the shell's and the package's aliases, Vue files,
 * images, styles and translations, `require`, `require.context`, CommonJS dependencies by name, one shell for everything.
 */
export function extensionPlugin(folders: ExtensionFolders): Plugin {
  const { root, packages, shell } = folders;
  const tsconfigs = [...packages.map(({ dir }) => dir), root].map((dir) => compilerOptions(path.join(dir, 'tsconfig.json')));
  const isShell = (file: string) => file.startsWith(shell + path.sep);

  return {
    name:    'harvester-models:extension',
    enforce: 'pre',

    async resolveId(source, importer, options) {
      if (source.startsWith('\0')) {
        return source;
      }

      const name = withoutLoaders(source);
      const from = importer?.replace(VUE_SCRIPT, '.vue');

      const replaced = REPLACED.find((each) => name === each || name.endsWith(`/${ each }`));

      if (replaced !== undefined) {
        return fileAt(path.join(shell, 'pkg', `${ replaced }.lib.js`)) ?? NOTHING;
      }

      if (name === '@rancher/auto-import' || name === '@rancher/dynamic') {
        return AUTO_IMPORT;
      }

      if (STYLE.test(name)) {
        return NOTHING;
      }

      if (FILE.test(name) || source.includes('!')) {
        return ASSET + name;
      }

      if (TOOLS.test(name)) {
        return null;
      }

      if (isBuiltin(name)) {
        return { id: name.startsWith('node:') ? name : `node:${ name }`, external: true };
      }

      const byAlias = aliased(folders, name, from);

      if (byAlias !== undefined) {
        return asModule(byAlias);
      }

      if (isBare(name)) {
        const starts = /^vue(?:x|-router)?$/.test(name) ? [shell, from, root, ownPackage] : [from, root, shell, ownPackage];

        for (const start of starts) {
          const found = start === undefined ? null : await this.resolve(name, start === shell || start === root ? path.join(start, 'package.json') : start, { ...options, skipSelf: true });

          if (found) {
            return found.external || found.id.startsWith('\0') ? found : asModule(found.id.replace(/\?.*$/, ''));
          }
        }

        // Aliases of the extension's own build are mostly told to TypeScript as well.
        const byTypeScript = tsconfigs.flatMap((options) => placesOf(name, options)).map(fileAt).find((file) => file !== undefined);

        if (byTypeScript !== undefined) {
          return asModule(realpathSync(byTypeScript));
        }

        // What the shell itself lacks is a part that models do not need.
        return from !== undefined && (isShell(from) || from.includes('/node_modules/')) ? NOTHING : null;
      }

      const file = fileAt(path.isAbsolute(name) ? name : path.resolve(path.dirname(from ?? root), name));

      return file === undefined ? null : asModule(realpathSync(file));
    },

    load(id) {
      if (id.startsWith(COMMON_JS)) {
        return commonJs(id.slice(COMMON_JS.length));
      }

      if (id.startsWith(ASSET)) {
        return `export default ${ JSON.stringify(id.slice(ASSET.length)) };`;
      }

      if (id.startsWith(YAML)) {
        return `export default ${ JSON.stringify(loadYaml(readFileSync(id.slice(YAML.length), 'utf8')) ?? {}) };`;
      }

      if (id === AUTO_IMPORT) {
        return AUTO_IMPORT_CODE;
      }

      return id === NOTHING ? 'export default () => null;' : VUE_SCRIPT.test(id) ? scriptOf(id.replace(VUE_SCRIPT, '.vue')).code : undefined;
    },

    async transform(code, id) {
      if (id.startsWith('\0') || !/\.(?:[cm]?[jt]s|[jt]sx)$/.test(id)) {
        return undefined;
      }

      const plain = await withoutWebpack(code, id, async (source) => (await this.resolve(source, id, { skipSelf: false }))?.id);

      return { code: /\bclass\b/.test(plain) ? plain + tellOrigins(id) : plain, map: null };
    },
  };
}

function asModule(file: string): string {
  if (file.endsWith('.vue')) {
    return `${ file }.script.${ scriptOf(file).lang }`;
  }

  if (/\.ya?ml$/.test(file)) {
    return YAML + file;
  }

  return file.includes(`${ path.sep }node_modules${ path.sep }`) && /\.c?js$/.test(file) && isCommonJs(file) ? COMMON_JS + file : file;
}
