import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The oldest Go that the control plane is built with. */
const OLDEST = { major: 1, minor: 25 };

const run = promisify(execFile);

/** The installed Go itself: no other one is ever downloaded. */
export const goEnvironment = { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '' };

/** The version of Go that is installed, as in `go1.25.4`. @throws Error with one sentence when there is none that will do */
export async function requireGo(): Promise<string> {
  const wanted = `The control plane is built with Go ${ OLDEST.major }.${ OLDEST.minor } or newer`;
  let version: string;

  try {
    version = (await run('go', ['env', 'GOVERSION'], { env: goEnvironment })).stdout.trim();
  } catch {
    throw new Error(`${ wanted }, and no Go was found on the PATH.`);
  }

  const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(version) ?? []).map(Number);

  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    throw new Error(`${ wanted }; the one on the PATH is ${ version }.`);
  }

  return version;
}
