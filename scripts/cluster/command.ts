import { Listr } from 'listr2';
import { buildBinaries } from './binaries';
import { requireGo } from './go';
import { startCluster, type RunningCluster } from './start';

/** Does something and shows how far it is and how long it took. */
async function shown<T>(title: string, act: (onProgress: (message: string) => void) => Promise<T>): Promise<T> {
  const started = Date.now();
  let result: T | undefined;

  await new Listr([{
    title,
    async task(_context, task) {
      result = await act((message) => {
        task.output = message;
      });
      task.title = `${ title }: ${ ((Date.now() - started) / 1000).toFixed(1) } s`;
    },
  }], { registerSignalListeners: false, fallbackRenderer: 'simple', rendererOptions: { showErrorMessage: false } }).run();

  return result as T;
}

function usage({ steveUrl, kubeUrl, kubeconfig, token }: RunningCluster): string {
  return [
    `listening on ${ steveUrl }`,
    `  Steve, as the dashboard uses it:  curl ${ steveUrl }/v1/loadbalancer.harvesterhci.io.ippools`,
    `  kube-apiserver through Steve:     curl ${ steveUrl }/apis/loadbalancer.harvesterhci.io/v1beta1/ippools`,
    `  kube-apiserver itself:            kubectl --kubeconfig ${ kubeconfig } get ippools   (${ kubeUrl }, token ${ token })`,
    'There are no controllers and no admission webhooks. Through Steve, a request without a token is the administrator\'s.',
    'Stop with Ctrl-C; all data is removed.',
  ].join('\n');
}

/** Builds what is needed, starts a control plane and keeps it until Ctrl-C. */
export async function cluster(): Promise<void> {
  // A build leaves nothing behind that would have to be cleared away.
  let leave: () => void = () => process.exit(130);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      leave();
    });
  }

  // Without Go there is nothing to show the progress of.
  await requireGo();

  const binaries = await shown('Build etcd, kube-apiserver and Steve', buildBinaries);
  const stopped = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const running = await shown('Start them and install Harvester\'s types', () => startCluster(binaries));

  console.log(usage(running));
  await stopped;
  await running.close();
  process.exit();
}
