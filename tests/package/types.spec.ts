import { appendFileSync, cpSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/package/run';
import { root } from '../../scripts/shell-resolution';

const FIXTURES = path.join(root, 'tests/fixtures/consumers');
const TYPESCRIPT = path.join(root, 'node_modules/typescript/bin/tsc');
const SHELLS_TYPESCRIPT = path.join(root, 'node_modules/@rancher/shell/node_modules/typescript/bin/tsc');

async function compile(project: string, compiler: string, ...flags: readonly string[]): Promise<string> {
  return run(process.execPath, [compiler, '--project', path.join(inject('consumer'), project), ...flags], { cwd: inject('consumer') });
}

describe('types of the package', () => {
  beforeAll(() => {
    cpSync(FIXTURES, inject('consumer'), { recursive: true });
    cpSync(path.join(FIXTURES, 'library'), path.join(inject('consumer'), 'wrong'), { recursive: true });
  });

  it('hold in an extension, with the shell\'s own TypeScript and its own types of @shell', async () => {
    await expect(compile('shell-extension', SHELLS_TYPESCRIPT)).resolves.toBe('');
  });

  it.each([
    ['nodenext', 'as Node resolves, every declaration file checked'],
    ['esnext', 'as a bundler resolves, every declaration file checked'],
  ])('hold in a project without a shell: module %s, %s', async (module) => {
    await expect(compile('library', TYPESCRIPT, '--module', module, '--moduleResolution', module === 'esnext' ? 'bundler' : module)).resolves.toBe('');
  });

  it('fit vitest\'s configuration', async () => {
    await expect(compile('suite', TYPESCRIPT, '--module', 'esnext', '--moduleResolution', 'bundler')).resolves.toBe('');
  });

  it('name a wrong use', async () => {
    appendFileSync(path.join(inject('consumer'), 'wrong/index.ts'), '\nexport const total: string = new IPPool({}, {}).total;\n');

    await expect(compile('wrong', TYPESCRIPT, '--module', 'nodenext')).rejects.toThrow('Type \'number | undefined\' is not assignable to type \'string\'');
  });
});
