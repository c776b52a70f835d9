import { describe, expect, it } from 'vitest';
import { describeProblems } from '../../../scripts/build/problems';
import { PROJECT_ROOT } from '../../../scripts/build/targets';

const loaders = '/x/node_modules/vue-style-loader/index.js??rule!/x/node_modules/css-loader/index.js!';

describe('describeProblems', () => {
  it.each([
    {
      reason: 'a code frame says where',
      message: '  × Module build failed (from builtin:swc-loader):\n  ╰─▶   × Syntax Error: Expected \',\', got \';\'\n         ╭─[2:29]\n       2 │ const b = (a;\n         ·              ─\n         ╰────\n',
      file: 'models/a.ts',
      line: 'models/a.ts:2:29: Syntax Error: Expected \',\', got \';\'',
    },
    {
      reason: 'the frame of a first line has no head',
      message: '  ╰─▶   × Syntax Error: Expected \',\', got \';\'\n         ╭────\n       1 │ f(a;\n         ·    ─\n         ╰────\n',
      file: 'models/a.ts',
      line: 'models/a.ts:1:4: Syntax Error: Expected \',\', got \';\'',
    },
    {
      reason: 'Vue gives the file and the position',
      message: '  × Module Error (from /x/rspack-vue-loader/index.js):\n  │ \n  │ VueCompilerError: Element is missing end tag.\n  │ at /x/a.vue:3:5\n  │ 3  | <span>\n',
      file: 'pkg/harvester/a.vue?vue&type=template',
      line: 'pkg/harvester/a.vue:3:5: Element is missing end tag.',
    },
    {
      reason: 'Sass gives the position after a space',
      message: '  ╰─▶   × Undefined variable.\n        │   ╷\n        │ 3 │ .a { color: $b; }\n        │   /x/a.vue 3:13  root stylesheet\n',
      file: 'pkg/harvester/a.vue?vue&type=style',
      line: 'pkg/harvester/a.vue:3:13: Undefined variable.',
    },
    {
      reason: 'YAML says it in words',
      message: '  × Module Error (from /x/js-yaml-loader/index.js):\n  │ bad indentation at line 3, column 2:\n',
      file: 'pkg/harvester/l10n/en-us.yaml',
      line: 'pkg/harvester/l10n/en-us.yaml:3:2: bad indentation at line 3, column 2:',
    },
  ])('gives file, line and sentence: $reason', ({ message, file, line }) => {
    expect(describeProblems([{ message, moduleIdentifier: `${ loaders }${ PROJECT_ROOT }/${ file }` }])).toStrictEqual([line]);
  });

  it('prefers the position that the compiler states', () => {
    expect(describeProblems([{ message: '  × Can\'t resolve \'./b\'\n ╭─[1:0]', moduleIdentifier: `${ PROJECT_ROOT }/a.ts`, loc: '1:1-37' }]))
      .toStrictEqual(['a.ts:1:1: Can\'t resolve \'./b\'']);
  });

  it('says what is wrong when no module is to blame', () => {
    expect(describeProblems([{ message: '  × No space left on device' }])).toStrictEqual(['No space left on device']);
  });

  it('leaves out repetitions and what only follows from another error', () => {
    const broken = { message: '  × Broken', moduleIdentifier: `${ PROJECT_ROOT }/a.yaml` };
    const consequence = { ...broken, message: '  ╰─▶   × Final loader(/x/js-yaml-loader) didn\'t return a Buffer or String' };

    expect(describeProblems([broken, consequence, broken])).toStrictEqual(['a.yaml: Broken']);
  });
});
