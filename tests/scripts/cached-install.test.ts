import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installOnce } from '../../scripts/cached-install';
import { installShell } from '../../scripts/shell-install';

let home = '';

/** Puts a program called npm first on the path. It notes each call. */
function npmThat(script: string): void {
  const file = path.join(home, 'bin/npm');

  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "$@" >> ${ path.join(home, 'calls') }\n${ script }\n`);
  chmodSync(file, 0o755);
  vi.stubEnv('PATH', `${ path.dirname(file) }:${ process.env.PATH ?? '' }`);
}

const things = () => path.join(home, 'harvester-models/things');
const install = () => installOnce({ folder: 'things/1', title: 'thing 1', dependencies: { thing: '1.0.0' } });

describe('installOnce', () => {
  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'cached-install-'));
    vi.stubEnv('XDG_CACHE_HOME', home);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });

  it('installs once, and keeps nothing else', async () => {
    npmThat('mkdir node_modules');

    const folder = await install();

    expect(await install()).toBe(folder);
    expect(existsSync(path.join(folder, 'node_modules'))).toBe(true);
    expect(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))).toMatchObject({ dependencies: { thing: '1.0.0' } });
    expect(readFileSync(path.join(home, 'calls'), 'utf8').trim().split('\n')).toHaveLength(1);
    expect(readdirSync(things())).toStrictEqual(['1']);
  });

  it.each([
    ['no registry', 'echo "npm error code ECONNREFUSED" >&2; exit 1', 'thing 1 can not be installed: the npm registry can not be reached (ECONNREFUSED).'],
    ['no such version', 'printf "npm error code ETARGET\\nnpm error notarget No matching version found for thing@1.0.0.\\n" >&2; exit 1', 'thing 1 can not be installed: npm does not have it. No matching version found for thing@1.0.0.'],
    ['something else', 'printf "npm error code ENOSPC\\nnpm error no space left\\n" >&2; exit 1', 'thing 1 can not be installed: no space left'],
    ['silence', 'exit 1', 'thing 1 can not be installed: npm ended without saying why.'],
  ])('says in one sentence why it can not, and leaves nothing behind: %s', async (_reason, script, sentence) => {
    npmThat(script);
    await expect(install()).rejects.toThrow(sentence);
    expect(readdirSync(things())).toStrictEqual([]);
  });

  it('takes no interrupted installation for a finished one, and clears it away when it is old', async () => {
    for (const [name, age] of [['.unfinished-old', 7200], ['.unfinished-new', 0]] as const) {
      const folder = path.join(things(), name);
      const time = Date.now() / 1000 - age;

      mkdirSync(folder, { recursive: true });
      utimesSync(folder, time, time);
    }

    npmThat('mkdir node_modules');
    await install();
    expect(readdirSync(things()).sort()).toStrictEqual(['.unfinished-new', '1']);
  });

  it('asks npm for nothing that is no version of the shell', async () => {
    npmThat('exit 1');
    await expect(installShell('latest')).rejects.toThrow('"latest" is not a version of the shell; one looks like 3.0.13.');
    expect(existsSync(path.join(home, 'calls'))).toBe(false);
  });
});
