import { Listr } from 'listr2';
import { installShell } from '../shell-install';
import { buildHost } from './host-build';
import { installNode, NODE_VERSIONS } from './node-install';
import { runSuite, type SuiteResult, type Surroundings } from './run-suite';
import { SHELL_LINES, type ShellLine } from './shell-lines';
import { type DocumentTable, HOSTS, NODES, type Row, SHELLS, writeRows } from './tables';

/** How many failures of a line are shown. */
const SHOWN = 10;
/** A terminal shows one line that changes; a log would get one for each. */
const PROGRESS_STEP = process.stdout.isTTY ? 1 : 200;

export interface MatrixOptions {
  /** Versions of the shell; all lines unless given. */
  readonly shell?: readonly string[];
  /** Lines of Node, or versions of it, to run the newest line on. */
  readonly node?: readonly string[];
  /** Versions of the shell whose Rancher dashboards the extension is tried in. */
  readonly host?: readonly string[];
  /** Prints the result for programs, and nothing else, on standard output. */
  readonly json: boolean;
  /** Puts the results into the documents. */
  readonly write: boolean;
}

/** One run of the suites: what it runs on, and what is to be said of it. */
interface Cell {
  readonly title: string;
  readonly line: ShellLine;
  prepare(onProgress: (message: string) => void): Promise<Surroundings>;
  row(result: string, date: string): Row;
}

function lineOf(version: string): ShellLine {
  const line = SHELL_LINES.find(({ shell }) => shell === version);

  if (!line) {
    throw new Error(`The matrix has no shell ${ version }; it has ${ SHELL_LINES.map(({ shell }) => shell).join(', ') }.`);
  }

  return line;
}

function shellCell(version: string): Cell {
  const line = lineOf(version);
  const { shell, rancher, harvester } = line;

  return {
    line,
    title:   `shell ${ shell } (Rancher ${ rancher })`,
    prepare: async (onProgress) => ({ shell: await installShell(shell, onProgress) }),
    row:     (result, date) => [shell, rancher, harvester, result, date],
  };
}

function nodeCell(asked: string): Cell {
  const line = SHELL_LINES.at(-1);
  const version = asked === process.versions.node.split('.')[0] ? process.versions.node : NODE_VERSIONS[asked] ?? asked;

  if (!line || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`"${ asked }" is no version of Node that is known here; 22, 24 and ones like 22.23.3 are.`);
  }

  return {
    line,
    title:   `Node ${ version }`,
    prepare: async (onProgress) => version === process.versions.node ? {} : { node: await installNode(version, onProgress) },
    row:     (result, date) => [version, line.shell, result, date],
  };
}

function hostCell(version: string): Cell {
  const line = lineOf(version);
  const { shell, rancher } = line;

  return {
    line,
    title:   `the extension in the dashboard of Rancher ${ rancher } (shell ${ shell })`,
    prepare: async (onProgress) => ({ host: { folder: await buildHost(shell, onProgress), rancherVersion: `v${ rancher }.0` } }),
    row:     (result, date) => [shell, rancher, result, date],
  };
}

/** What is asked for, and the table that it belongs in. */
function asked({ shell, node, host }: MatrixOptions): { readonly table: DocumentTable; readonly cells: readonly Cell[] } {
  if (host) {
    return { table: HOSTS, cells: host.map(hostCell) };
  }

  return node ? { table: NODES, cells: node.map(nodeCell) } : { table: SHELLS, cells: (shell ?? SHELL_LINES.map((line) => line.shell)).map(shellCell) };
}

function inWords({ passed, failures }: SuiteResult): string {
  return failures.length ? `**${ failures.length } failed**, ${ passed } passed` : `${ passed } passed`;
}

/** Runs the suites on every shell line, or on other versions of Node, and puts the results into the documents. Resolves to whether all passed. */
export async function matrix(options: MatrixOptions): Promise<boolean> {
  const { json, write } = options;
  const { table, cells } = asked(options);
  const results = new Map<Cell, SuiteResult>();
  const tasks = new Listr(cells.map((cell) => ({
    title: cell.title,
    task:  async (_context, task) => {
      const started = Date.now();
      const surroundings = await cell.prepare((message) => {
        task.output = message;
      });
      const result = await runSuite(surroundings, (done, known) => {
        if (done % PROGRESS_STEP === 0) {
          task.output = `${ done } of ${ known } tests`;
        }
      });

      results.set(cell, result);
      task.title = `${ cell.title }: ${ inWords(result) }, ${ Math.round((Date.now() - started) / 1000) } s`;

      if (json) {
        process.stderr.write(`${ task.title }\n`);
      }
    },
  })), { renderer: json ? 'silent' : 'default', fallbackRenderer: 'simple', rendererOptions: { showErrorMessage: false } });

  try {
    await tasks.run();
  } finally {
    if (write) {
      const date = new Date().toISOString().slice(0, 10);

      writeRows(table, [...results].map(([cell, result]) => cell.row(inWords(result), date)));
    }
  }

  for (const [{ title }, { failures }] of results) {
    for (const { name, message } of failures.slice(0, SHOWN)) {
      process.stderr.write(`${ title }: ${ name }\n  ${ message.split('\n')[0] ?? '' }\n`);
    }
  }

  if (json) {
    console.log(JSON.stringify([...results].map(([{ line }, { passed, failures }]) => ({ shell: line.shell, rancher: line.rancher, passed, failed: failures.length })), null, 2));
  }

  return [...results.values()].every(({ failures }) => failures.length === 0);
}
