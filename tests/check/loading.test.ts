import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileOf } from '../../scripts/check/class-origins';
import { findExtension } from '../../scripts/check/extension';
import { openLoader, type ModelLoader } from '../../scripts/check/model-loader';
import { resolution } from '../../scripts/shell-resolution';
import { checkout, type Checkout } from './support/checkout';

const shell = resolution.alias['@shell'];

/** What a module exports as `found`, by the reason why its source can be loaded. */
const MODULES: readonly (readonly [reason: string, file: string, source: string, found: unknown])[] = [
  ['named imports from CommonJS', 'a.js', 'import { isEmpty, omit as without } from \'lodash\'; export const found = [isEmpty({}), without({ a: 1 }, \'a\')];', [true, {}]],
  ['a default import from CommonJS', 'a.js', 'import get from \'lodash/get\'; export const found = get({ a: 1 }, \'a\');', 1],
  ['a dependency that only the shell has', 'a.js', 'import jsyaml from \'js-yaml\'; export const found = jsyaml.load(\'a: 1\');', { a: 1 }],
  ['a default import of an ES module from CommonJS', 'a.js', 'import day from \'dayjs\'; export const found = typeof day;', 'function'],
  ['a constant of the shell', 'a.js', 'import { NAMESPACE } from \'@shell/config/types\'; export const found = NAMESPACE;', 'namespace'],
  ['the shell under its package\'s name', 'a.js', 'import { NAMESPACE } from \'@rancher/shell/config/types\'; export const found = NAMESPACE;', 'namespace'],
  ['the package as @pkg', 'a.js', 'import { name } from \'@pkg/config/rig\'; export const found = name;', 'rig'],
  ['the package as @pkg with its name', 'a.js', 'import { name } from \'@pkg/rig/config/rig\'; export const found = name;', 'rig'],
  ['another package by its name', 'a.js', 'import { name } from \'@pkg/other/name\'; export const found = name;', 'other'],
  ['the checkout as @', 'a.js', 'import { name } from \'@/pkg/rig/config/rig\'; export const found = name;', 'rig'],
  ['an alias that TypeScript knows', 'a.js', 'import { name } from \'@rig/config/rig\'; export const found = name;', 'rig'],
  ['a folder with an index', 'a.js', 'import { answer } from \'@pkg/utils\'; export const found = answer;', 42],
  ['TypeScript from JavaScript, without an extension', 'a.js', 'import { Phase } from \'../utils/phase\'; export const found = Phase.Ready;', 'ready'],
  ['an image', 'a.js', 'import icon from \'@pkg/assets/icon.svg\'; export const found = icon;', '@pkg/assets/icon.svg'],
  ['an image of the shell, as its own models write it', 'a.js', 'import icon from \'~shell/assets/images/vendor/slack.svg\'; export const found = typeof icon;', 'string'],
  ['styles', 'a.js', 'import \'@pkg/assets/styles.scss\'; export const found = 1;', 1],
  ['a Vue component, which is only handed on', 'a.js', 'import Card from \'../components/Card.vue\'; export const found = typeof Card;', 'object'],
  ['a component of the shell\'s library', 'a.js', 'import { Banner } from \'@components/Banner\'; export const found = typeof Banner;', 'object'],
  ['a constant of a Vue file', 'a.js', 'import { ROWS } from \'../components/Table\'; export const found = ROWS;', 3],
  ['a constant of a Vue file in TypeScript', 'a.js', 'import { KIND } from \'../components/Typed.vue\'; export const found = KIND;', 'typed'],
  ['translations', 'a.js', 'import texts from \'../l10n/en-us.yaml\'; export const found = texts.rig.label;', 'Rig'],
  ['JSON', 'a.js', 'import manifest, { name } from \'../package.json\'; export const found = [manifest.name, name];', ['rig', 'rig']],
  ['a file as a text', 'a.js', 'import text from \'raw-loader!../assets/script.sh\'; export const found = typeof text;', 'string'],
  ['require of an image', 'a.js', 'export const found = typeof require(\'~shell/assets/images/vendor/slack.svg\');', 'object'],
  ['require of a module', 'a.js', 'const { answer } = require(\'@pkg/utils\'); export const found = answer;', 42],
  ['require of an image whose name is made up', 'a.js', 'const name = \'x\'; export const found = require(`@pkg/assets/${ name }.svg`);', '@pkg/assets/x.svg'],
  ['require of what is not there, where it may fail', 'a.js', 'let found = 0; try { require(\'./nowhere\'); } catch { found = 1; } export { found };', 1],
  ['require in a comment', 'a.js', '// const x = require(\'./nowhere\');\nexport const found = 1;', 1],
  ['require.context', 'a.js', 'const all = require.context(\'../parts\', false, /\\.js$/); export const found = all.keys().map((key) => [key, all(key).part]);', [['./a.js', 'a'], ['./b.js', 'b']]],
  ['CommonJS of the extension\'s own', 'a.js', 'import { one } from \'../utils/common\'; import common from \'../utils/common\'; export const found = [one, common.one, common.two];', [1, 1, 2]],
  ['process.env', 'a.js', 'export const found = process.env.rancherEnv === \'harvester\';', false],
  ['the browser\'s globals, where they are asked while a module is imported', 'a.js', 'export const found = [typeof window.addEventListener, typeof document.createElement(\'a\'), window.location.hash];', ['function', 'object', '']],
  ['a circle of imports', 'a.js', 'import { even } from \'../parts/circle-a\'; export const found = even(3);', false],
  ['a dynamic import', 'a.js', 'export const found = typeof (() => import(\'../components/Card.vue\'));', 'function'],
  ['enums, decorators and parameter properties', 'a.ts', 'enum Kind { A = \'a\' }\nconst seal = (_target: object) => undefined;\n@seal class Point { constructor(readonly x: number) {} }\nexport const found = [Kind.A, new Point(1).x];', ['a', 1]],
  ['types that are imported as values', 'a.ts', 'import { Thing } from \'../utils/phase\';\nconst thing: Thing = { a: 1 };\nexport const found = thing.a;', 1],
  ['fields that are only declared', 'a.ts', 'class Base { constructor() { Object.assign(this, { spec: 1 }); } }\nclass Model extends Base { spec?: number; declare status: number; }\nexport const found = Object.keys(new Model());', ['spec']],
];

const FILES: Readonly<Record<string, string>> = {
  'package.json':                   '{ "dependencies": { "@rancher/shell": "3.0.13" } }',
  'tsconfig.json':                  '{ "extends": "./not/there.json" }',
  'pkg/rig/package.json':           '{ "name": "rig" }',
  'pkg/rig/tsconfig.json':          '{\n  // as the skeleton has it\n  "extends": "../../.shell/pkg/tsconfig.json",\n  "compilerOptions": { "target": "esnext", "useDefineForClassFields": false, "paths": { "@rig/*": ["./*"] }, },\n}',
  'pkg/rig/config/rig.js':          'export const name = \'rig\';',
  'pkg/rig/utils/index.js':         'export const answer = 42;',
  'pkg/rig/utils/phase.ts':         'export enum Phase { Ready = \'ready\' }\nexport interface Thing { readonly a: number }',
  'pkg/rig/utils/common.js':        'const one = 1;\nexports.one = one;\nmodule.exports = { one, two: 2 };',
  'pkg/rig/assets/icon.svg':        '<svg/>',
  'pkg/rig/assets/styles.scss':     '@import \'not-there\';',
  'pkg/rig/assets/script.sh':       'echo',
  'pkg/rig/components/Card.vue':    '<script>\nimport \'not-a-package\';\nexport default { name: \'Card\' };\n</script>\n<template><div/></template>',
  'pkg/rig/components/Table.vue':   '<template><div/></template>\n<script>\nimport { answer } from \'@pkg/utils\';\nexport const ROWS = answer - 39;\nexport default {};\n</script>',
  'pkg/rig/components/Typed.vue':   '<script lang="ts">\nexport const KIND: string = \'typed\';\nexport default {};\n</script>\n<script setup lang="ts">\nimport \'not-a-package\';\n</script>',
  'pkg/rig/l10n/en-us.yaml':        'rig:\n  label: Rig',
  'pkg/rig/parts/a.js':             'export const part = \'a\';',
  'pkg/rig/parts/b.js':             'export const part = \'b\';',
  'pkg/rig/parts/circle-a.mjs':     'import { odd } from \'./circle-b\';\nexport const even = (n) => n === 0 || odd(n - 1);',
  'pkg/rig/parts/circle-b.mjs':     'import { even } from \'./circle-a\';\nexport const odd = (n) => n !== 0 && even(n - 1);',
  'pkg/rig/models/keypair.js':      'import SteveModel from \'@shell/plugins/steve/steve-class\';\nexport default class KeyPair extends SteveModel {}',
  'pkg/other/package.json':         '{ "name": "other" }',
  'pkg/other/name.js':              'export const name = \'other\';',
};

let extension: Checkout;
let loader: ModelLoader;

beforeAll(async () => {
  const modules = MODULES.map(([, file, source], at) => [`pkg/rig/modules/${ at }-${ file }`, source] as const);

  extension = checkout({ ...FILES, ...Object.fromEntries(modules) });
  loader = await openLoader({ ...findExtension(extension.dir), shell });
}, 120_000);

afterAll(async () => {
  await loader.close();
  extension.remove();
});

describe('a module of an extension', () => {
  it.each(MODULES.map(([reason, file, , found], at) => [reason, `${ at }-${ file }`, found] as const))('is loaded with %s', async (_reason, file, found) => {
    expect((await loader.load(`${ findExtension(extension.dir).root }/pkg/rig/modules/${ file }`)).found).toStrictEqual(found);
  });

  it('extends the one class of the shell, whose origin is known', async () => {
    const { default: KeyPair } = await loader.load(`${ findExtension(extension.dir).root }/pkg/rig/models/keypair.js`);

    expect(Object.getPrototypeOf(KeyPair)).toBe(loader.runtime.SteveModel);
    expect(fileOf(loader.runtime.SteveModel)).toMatch(/plugins\/steve\/steve-class\.js$/);
    expect(fileOf(KeyPair as object)).toMatch(/pkg\/rig\/models\/keypair\.js$/);
  });
});
