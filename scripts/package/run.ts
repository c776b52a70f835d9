import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end. Resolves to what it printed. @throws Error with what it printed, when it fails */
export async function run(program: string, args: readonly string[], { cwd, env = {} }: RunOptions): Promise<string> {
  try {
    return (await execute(program, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };

    throw new Error([`${ program } ${ args.join(' ') } failed.`, stdout, stderr].filter(Boolean).join('\n'), { cause: error });
  }
}
