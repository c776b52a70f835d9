import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolution, root } from '../../scripts/shell-resolution';
import { checkout, type Checkout } from './support/checkout';

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function check(...args: readonly string[]): Promise<Run> {
  const command = spawn(process.execPath, [path.join(root, 'scripts/bin/harvester-models.mjs'), 'check', ...args]);
  const texts = { stdout: '', stderr: '' };

  command.stdout.on('data', (data: Buffer) => { texts.stdout += data.toString(); });
  command.stderr.on('data', (data: Buffer) => { texts.stderr += data.toString(); });

  return new Promise((resolve) => { command.once('close', (code) => { resolve({ code, ...texts }); }); });
}

let extension: Checkout;
let shell: readonly string[];

beforeAll(() => {
  extension = checkout({
    'pkg/rig/package.json': '{}',
    'pkg/rig/models/harvesterhci.io.keypair.js': 'import SteveModel from \'@shell/plugins/steve/steve-class\';\nsetInterval(() => undefined, 1000);\nconsole.log(\'loud\');\nexport default class KeyPair extends SteveModel {}',
  });
  shell = ['--shell', resolution.alias['@shell']];
});

afterAll(() => { extension.remove(); });

describe('harvester-models check', () => {
  it.each([
    ['no folder', ['/not/there'], 'There is no folder /not/there.\n'],
    ['no shell', ['EXTENSION'], /^@rancher\/shell is not installed in .*: install its dependencies first, or name a shell with --shell VERSION\.\n$/],
    ['a baseline that is not named', ['EXTENSION', '--update-baseline'], '--update-baseline needs --baseline FILE.\n'],
    ['an option that is none', ['--nope'], /^error: unknown option '--nope'/],
  ])('ends with 2 and a sentence for %s', async (_reason, args, sentence) => {
    const { code, stdout, stderr } = await check(...args.map((arg) => arg === 'EXTENSION' ? extension.dir : arg));

    expect([code, stdout]).toStrictEqual([2, '']);
    expect(stderr).toMatch(sentence);
  }, 60_000);

  it('ends with 1 for an offender, with nothing but JSON on stdout, and a JUnit report', async () => {
    const report = path.join(extension.dir, 'report.xml');
    const { code, stdout, stderr } = await check(extension.dir, ...shell, '--json', '--junit', report);

    expect([code, stderr]).toStrictEqual([1, '']);
    expect(JSON.parse(stdout)).toStrictEqual({
      models: [{
        type: 'harvesterhci.io.keypair', file: 'pkg/rig/models/harvesterhci.io.keypair.js', base: 'SteveModel', loses: ['metadata.finalizers', 'status'], sends: [], staleStatus: false, throws: [], error: null, facts: true,
      }],
      offenders: 1,
    });
    expect(readFileSync(report, 'utf8')).toContain('failures="1"');
  }, 120_000);

  it('ends with 0 for what a new baseline accepts', async () => {
    const baseline = path.join(extension.dir, 'baseline.json');
    const { code, stdout, stderr } = await check(extension.dir, ...shell, '--baseline', baseline);

    expect([code, existsSync(baseline), stderr]).toStrictEqual([0, true, `${ baseline } accepts today's offences.\n`]);
    expect(stdout).toMatch(/^~ .*keypair\.js[\s\S]*1 model, 1 offender: 1 lose data \(1 accepted by the baseline\)\n$/);
  }, 120_000);
});
