import { Command, InvalidArgumentError, Option } from 'commander';
import { bench } from './bench';
import { mainFile, outputDir, type BuildTarget } from './build/targets';
import { devServer } from './build/dev';
import { buildWithProgress } from './build-with-progress';
import { addCheckCommand } from './check/command';
import { cluster } from './cluster/command';
import { report } from './demo/report';
import { fuzz } from './fuzz/run';
import { requireSteve } from './gateway/upstream';
import { HARVESTER_CLUSTER_ID } from './harvester-api/api';
import { requirePort } from './harvester-api/server';
import { STEVE_VERSIONS, type SteveVersion } from './harvester-api/steve/versions';
import type { compare } from './demo/selector-edit';
import type { modelRows } from './list';
import { loadWithShell } from './load-with-shell';
import { matrix, type MatrixOptions } from './matrix/command';
import { serve, type Mode } from './serve';

const TARGETS: Readonly<Record<Mode, readonly BuildTarget[]>> = { standalone: ['standalone'], rancher: ['host', 'extension'] };

interface ServeFlags {
  readonly mode: Mode;
  readonly port: number;
  readonly host?: string;
  readonly ui: boolean;
  readonly empty: boolean;
  readonly steveVersion: SteveVersion;
  readonly admission?: boolean;
  readonly controllers?: boolean;
  readonly verbose: boolean;
  readonly steve?: string;
  readonly token?: string;
  readonly insecure: boolean;
}

function portNumber(text: string): number {
  const port = Number(text);

  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535; 0 picks a free one.');
  }

  return port;
}

function count(text: string): number {
  const value = Number(text);

  if (!Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError('A whole number is needed.');
  }

  return value;
}

function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('An address is needed, such as https://harvester.example or https://rancher.example/k8s/clusters/c-xxxxx.');
  }

  if (new URL(text).username) {
    throw new InvalidArgumentError('A name in the address is not heeded: give a token.');
  }

  return text;
}

function withServeFlags(command: Command): Command {
  return command
    .addOption(new Option('--mode <mode>', 'whose dashboard: Harvester\'s own, or a Rancher that loads the extension').choices(['standalone', 'rancher']).default('standalone'))
    .option('--port <number>', 'port to listen on; 0 picks a free one', portNumber, 8005)
    .option('--host <address>', 'address to listen on; without it only this machine can connect')
    .option('--no-ui', 'serve the API alone: nothing is built')
    .option('--empty', 'start without demo data, admission rules and controllers', false)
    .addOption(new Option('--steve-version <version>', 'which Steve to answer as: Harvester 1.4 to 1.6 has 0.5, 1.7 has 0.6, 1.8 and 1.9 have 0.7; 0.10 has a SQL cache').choices(STEVE_VERSIONS).default('0.7'))
    .option('--admission', 'with --empty: judge writes as Harvester\'s webhooks do')
    .option('--no-admission', 'let every write through that the schemas allow')
    .option('--controllers', 'with --empty: let the controllers act')
    .option('--no-controllers', 'let nothing react to what is written')
    .addOption(new Option('--steve <url>', 'serve a real cluster instead: pass requests on to its Steve').argParser(httpUrl).conflicts(['empty', 'steveVersion', 'admission', 'controllers']))
    .addOption(new Option('--token <token>', 'with --steve: the bearer token to ask with; other users of this machine can see flags, but not the environment').env('HARVESTER_MODELS_TOKEN'))
    .option('--insecure', 'with --steve: take any certificate', false)
    .option('--verbose', 'log one line per request', false);
}

function tryThis(url: string, mode: Mode): string {
  const pools = `${ url }/dashboard/harvester/c/${ mode === 'standalone' ? 'local' : HARVESTER_CLUSTER_ID }/loadbalancer.harvesterhci.io.ippool`;

  return [
    `Open ${ pools }`,
    '  1. Open a pool that has addresses in use: its page shows who holds which.',
    '  2. Edit it, go to Selector, choose another network, save.',
    '  3. Watch the pool: it is still ready, and every address is still held. Through Rancher\'s stock model it would have forgotten them.',
    'Stop with Ctrl-C.',
  ].join('\n');
}

async function start(flags: ServeFlags): Promise<void> {
  const { mode, port, host, ui, empty, steveVersion, verbose, token, insecure } = flags;
  const steve = flags.steve === undefined ? undefined : { url: flags.steve, insecure, ...(token === undefined ? {} : { token }) };

  await requirePort(port, host);

  if (steve) {
    await requireSteve(steve);
  }

  if (ui) {
    await buildWithProgress(TARGETS[mode]);
  }

  const server = await serve({
    mode, port, ui, verbose, steveVersion, demoData: !empty, admission: flags.admission ?? !empty, controllers: flags.controllers ?? !empty, ...(host === undefined ? {} : { host }),
    ...(steve ? { steve } : {}),
  });

  console.log(`listening on ${ server.url }`);

  if (steve) {
    console.log(`Everything but Rancher's own endpoints is passed on to ${ steve.url }.${ host === undefined ? '' : ' Whoever can connect here acts with its token.' }`);
  } else if (ui && !empty) {
    console.log(tryThis(server.url, mode));
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
  }
}

async function list({ json }: { readonly json: boolean }): Promise<void> {
  const rows = (await loadWithShell<{ readonly modelRows: typeof modelRows }>('/scripts/list.ts')).modelRows();

  if (json) {
    console.log(JSON.stringify(rows, null, 2));
    process.exit();
  }

  const width = (key: 'type' | 'class' | 'base' | 'statusIn') => Math.max(...rows.map((row) => row[key].length));

  for (const row of rows) {
    console.log([row.type.padEnd(width('type')), row.class.padEnd(width('class')), row.base.padEnd(width('base')), row.statusIn.padEnd(width('statusIn')), row.file].join('  '));
  }

  process.exit();
}

async function demo(): Promise<void> {
  const { log } = console;

  // The shell's store tells the console of each request.
  console.log = () => undefined;

  const outcomes = await (await loadWithShell<{ readonly compare: typeof compare }>('/scripts/demo/selector-edit.ts')).compare();

  console.log = log;
  console.log(report(outcomes));
  process.exit();
}

async function buildAll(): Promise<void> {
  for (const { outputDir: folder, assets } of await buildWithProgress(['extension', 'standalone', 'host'])) {
    const total = (key: 'bytes' | 'gzipBytes') => `${ (assets.reduce((sum, asset) => sum + asset[key], 0) / 1e6).toFixed(2) } MB`;

    console.log(`${ folder }: ${ total('bytes') }, ${ total('gzipBytes') } gzip, ${ assets.length } files`);
  }

  console.log(`The extension's entry is ${ outputDir('extension') }/${ mainFile('extension') }`);
}

async function dev({ port }: { readonly port: number }): Promise<void> {
  const api = await serve({
    mode: 'standalone', port: 0, ui: false, demoData: true, admission: true, controllers: true, verbose: false,
  });
  const { url } = await devServer({ apiUrl: api.url, port });

  console.log(`listening on ${ url } (a self-signed certificate; the page follows the sources)`);
}

function runFuzz({ cases, seed }: { readonly cases: number; readonly seed: number }): void {
  const lost = fuzz(cases, seed, console.log, (text) => process.stderr.write(text));

  console.log(`\n${ cases } cases, ${ lost } lost`);
  process.exitCode = lost ? 1 : 0;
}

/** Runs the command line. A failure is one sentence and exit code 1, not a stack trace. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('harvester-models').description('The typed model layer of the Harvester dashboard, and the embedded Harvester API to try it on.').showHelpAfterError();

  withServeFlags(program.command('serve')).description('build what is needed, then serve the embedded Harvester API with the dashboard on one port').action(start);
  program.command('demo').description('edit the selector of an IPPool through the shell\'s stock model and through ours, and show what is left').action(demo);
  program.command('list').description('print the registry: every type that has a model').option('--json', 'for programs', false).action(list);
  program.command('dev').description('serve the standalone dashboard from the sources on the embedded API, and rebuild as they change').option('--port <number>', 'port to listen on', portNumber, 8005).action(dev);
  program.command('cluster').description('build and start a real control plane (etcd, kube-apiserver, Steve) with Harvester\'s types; needs Go 1.25').action(cluster);
  program.command('bench').description('measure what a save costs, from 1 KB to 10 MB').action(() => { console.log(bench()); });
  program.command('fuzz').description('merge random edits of a user with random changes on the server, and look for anything lost')
    .option('--cases <number>', 'how many', count, 10_000).option('--seed <number>', 'the same seed gives the same cases', count, Date.now() % 1_000_000_000).action(runFuzz);
  program.command('matrix').description('run the suites on every shell line that a Rancher is made of, and put the results into the documents')
    .option('--shell <version...>', 'only these lines')
    .addOption(new Option('--node <version...>', 'the newest line on other versions of Node').conflicts('shell'))
    .addOption(new Option('--host <version...>', 'instead: build the Rancher dashboards of these shells, and try the extension in them in Chromium').conflicts(['shell', 'node']))
    .option('--json', 'for programs', false).option('--no-write', 'leave the documents as they are').action(async (flags: MatrixOptions) => {
      process.exitCode = await matrix(flags) ? 0 : 1;
    });
  addCheckCommand(program);
  program.command('build').description('build the standalone dashboard, a plain Rancher dashboard and the extension').action(buildAll);

  try {
    await program.parseAsync(argv);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
