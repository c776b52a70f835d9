import { rspack } from '@rspack/core';
import { RspackDevServer } from '@rspack/dev-server';
import { mapConfig } from './rspack-config';
import { resolveShellConfig } from './shell-config';
import { buildDir, buildEnvironment } from './targets';
import type { BuildRequest } from './targets';

/** Where the dev server gets its data and is reached. */
export interface DevServerOptions {
  /** The Harvester or Rancher API that requests are passed on to. */
  readonly apiUrl: string;
  readonly port: number;
}

/** A dev server that runs. */
export interface RunningDevServer {
  /** The page's address: HTTPS, with the shell's own certificate, as an API expects it of a dashboard. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the standalone dashboard from the sources and rebuilds it as they change. It takes over the process: its working
 * directory and environment become the build's.
 */
export async function devServer({ apiUrl, port }: DevServerOptions): Promise<RunningDevServer> {
  const request: BuildRequest = { target: 'standalone', mode: 'development', sourceMaps: true };

  // The shell's own options are made for a dashboard at the root of the server.
  Object.assign(process.env, buildEnvironment(request.target, request.mode, process.env), { API: apiUrl, ROUTER_BASE: '/', RESOURCE_BASE: '/' });
  process.chdir(buildDir(request.target));
  const webpack = await resolveShellConfig(request);
  const server = new RspackDevServer({
    ...webpack.devServer,
    host: '127.0.0.1',
    port,
    client: { webSocketURL: 'auto://0.0.0.0:0/ws', logging: 'error', overlay: { errors: true, warnings: false } },
    historyApiFallback: { disableDotRule: true },
  }, rspack({ ...mapConfig(webpack, request), lazyCompilation: false }));

  await server.start();

  return { url: `https://127.0.0.1:${ port }/`, close: () => server.stop() };
}
