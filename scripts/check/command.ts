import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command, CommanderError } from 'commander';
import { newOffences, readBaseline, writeBaseline, type Baseline } from './baseline';
import { findExtension } from './extension';
import { junit } from './junit';
import { plainRow, type Row } from './row';
import { findShell } from './shell-folder';
import { table } from './table';
import { UsageError } from './usage-error';

interface CheckFlags {
  readonly shell?: string;
  readonly json?: boolean;
  readonly junit?: string;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
}

const USAGE = 2;

/** One line on stderr that is written over, on a terminal; nothing otherwise. */
function progress(message: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\u001b[K${ message }`);
  }
}

function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${ text }\n`, () => { resolve(); });
  });
}

/** What is accepted: nothing without a baseline; everything of today with a new one. */
function accepted({ baseline, updateBaseline = false }: CheckFlags, known: Baseline | undefined, rows: readonly Row[]): Baseline {
  if (baseline === undefined) {
    return {};
  }

  if (known !== undefined && !updateBaseline) {
    return known;
  }

  writeBaseline(baseline, rows);
  process.stderr.write(`${ baseline } accepts today's offences.\n`);

  return readBaseline(baseline) ?? {};
}

/** Checks the models of an extension's checkout. Resolves to the exit code. @throws UsageError */
async function check(dir: string, flags: CheckFlags): Promise<number> {
  if (flags.updateBaseline && flags.baseline === undefined) {
    throw new UsageError('--update-baseline needs --baseline FILE.');
  }

  const known = flags.baseline === undefined || flags.updateBaseline ? undefined : readBaseline(flags.baseline);
  const extension = findExtension(path.resolve(dir));
  const shell = await findShell(extension, flags.shell, progress);
  // Vite is loaded for those who need it.
  const { checkExtension } = await import('./check-extension');
  const { rows, warnings } = await checkExtension(extension, shell, progress);
  const baseline = accepted(flags, known, rows);
  const offenders = rows.filter((row) => newOffences(row, baseline).length).length;

  progress('');
  warnings.forEach((warning) => process.stderr.write(`${ warning }\n`));

  if (flags.junit !== undefined) {
    writeFileSync(flags.junit, junit(rows, baseline));
  }

  await write(flags.json ? JSON.stringify({ models: rows.map(plainRow), offenders }, null, 2) : table(rows, baseline, process.stdout.isTTY));

  return offenders ? 1 : 0;
}

async function run(dir: string, flags: CheckFlags): Promise<never> {
  try {
    process.exit(await check(dir, flags));
  } catch (error) {
    progress('');
    process.stderr.write(`${ error instanceof Error ? error.message : String(error) }\n`);
    process.exit(USAGE);
  }
}

/** The command `check`. It ends the process: models may leave timers behind. */
export function addCheckCommand(program: Command): void {
  program.command('check')
    .description('tell which models of an extension lose data when they are saved, and what else is wrong with them')
    .argument('[dir]', 'the checkout of an extension, or one package of it', '.')
    .option('--shell <version|dir>', 'the shell to load the models with, instead of the one that is installed there')
    .option('--json', 'for programs')
    .option('--junit <file>', 'also write a JUnit report')
    .option('--baseline <file>', 'accept the offences in this file and fail on new ones; a file that is not there is written')
    .option('--update-baseline', 'write the baseline anew')
    .addHelpText('after', '\nExit codes: 0 nothing (new) is wrong, 1 there are offenders, 2 the check could not be made.')
    .exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? 0 : USAGE))
    .action(run);
}
