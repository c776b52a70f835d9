import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

const LOG_LINES = 5;
/** Go collects earlier than it would by itself: it needs less memory while a hundred types are taken in. */
const THRIFTY = { GOGC: '50' };

/** A program of the control plane while it runs. Its output goes to a file. */
export class Program {
  private readonly name: string;
  private readonly log: string;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private gone = false;
  private problem = '';

  /** Starts it in a process group of its own: a Ctrl-C in the terminal is for the one who started it, and that one ends it. */
  constructor(file: string, args: readonly string[], folder: string) {
    this.name = path.basename(file);
    this.log = path.join(folder, `${ this.name }.log`);

    const log = openSync(this.log, 'a');

    // Its standard input is the leash: when this process is gone, however it went, the program ends. What Steve keeps for the
    // user who runs it, preferences, must not come from or go to anybody's home directory.
    this.child = spawn(file, args, {
      cwd: folder, detached: true, stdio: ['pipe', log, log], env: { ...process.env, ...THRIFTY, XDG_CONFIG_HOME: folder },
    });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.gone = true;
        resolve();
      };

      this.child.once('error', ({ message }) => {
        this.problem = message;
        end();
      });
      this.child.once('exit', end);
    });
  }

  /** What it has printed. */
  get output(): string {
    return readFileSync(this.log, 'utf8');
  }

  /** Asks until there is an answer. @throws Error with the last lines of its output when it ends or takes too long */
  async until<T>(milliseconds: number, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const deadline = Date.now() + milliseconds;

    while (!this.gone && Date.now() < deadline) {
      const answer = await ask();

      if (answer !== undefined) {
        return answer;
      }

      await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 50))]);
    }

    const what = this.gone ? 'has ended' : `is not ready after ${ milliseconds / 1000 } s`;

    throw new Error(`${ this.name } ${ what }: ${ this.problem || this.output.trimEnd().split('\n').slice(-LOG_LINES).join('\n') }`);
  }

  /** Its data goes with it: there is nothing that it would have to bring to an end. */
  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
