import { modelFiles } from '../conformance/model-files';

/** What the package offers beside the models: the path behind the package's name, and its source. */
export const ENTRIES: Readonly<Record<string, string>> = {
  '.':             'models/index.ts',
  './conformance': 'scripts/package/conformance.ts',
  './testing':     'scripts/package/testing.ts',
  './vitest':      'scripts/package/vitest.ts',
};

/** What the package runs without exporting it: its command line, what a check loads beside the models of an extension, what tests load first. */
export const PROGRAMS = ['scripts/package/cli.ts', 'scripts/check/runtime.ts', 'scripts/package/vitest-setup.ts'];

/** Where the build puts everything. */
export const OUT_DIR = 'dist/npm';

const API = 'scripts/harvester-api';

/** What is shipped as it is: data that the embedded API reads where its modules stand, and the texts of the models. */
export const DATA: readonly { readonly from: string; readonly to: string }[] = [
  { from: `${ API }/crds`, to: `${ OUT_DIR }/${ API }` },
  { from: `${ API }/built-in/*.json`, to: `${ OUT_DIR }/${ API }/built-in` },
  { from: 'pkg/harvester/l10n', to: OUT_DIR },
  { from: 'scripts/package/texts.d.ts', to: OUT_DIR },
];

/** Every path of the package that can be imported, with its source: the entries, and one path for each model, `./<api group>/<kind>`. */
export function sources(): Readonly<Record<string, string>> {
  return { ...ENTRIES, ...Object.fromEntries(modelFiles().map(({ file }) => [file.replace(/^models\/(.*)\.ts$/, './$1'), file])) };
}

/** The compiled file of a source, relative to the project. */
export function compiled(source: string, extension: 'js' | 'd.ts'): string {
  return `${ OUT_DIR }/${ source.replace(/ts$/, extension) }`;
}
