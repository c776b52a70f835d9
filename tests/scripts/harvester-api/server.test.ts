import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { HarvesterApi, RANCHER_BASE } from '../../../scripts/harvester-api/api';
import { type RunningServer, type ServerOptions, startServer } from '../../../scripts/harvester-api/server';
import type { JsonObject } from '../../../scripts/harvester-api/types';

const running: RunningServer[] = [];
const folders: string[] = [];

async function start(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({ api: new HarvesterApi(), mode: 'standalone', port: 0, ...options });

  running.push(server);

  return server;
}

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(path.join(tmpdir(), 'harvester-api-'));

  folders.push(made);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(made, name), content);
  }

  return made;
}

/** The first frames of a socket after what is sent to it. */
async function frames(url: string, sent: JsonObject, count: number): Promise<JsonObject[]> {
  const socket = new WebSocket(url);

  return new Promise((resolve, reject) => {
    const received: JsonObject[] = [];

    socket.once('error', reject);
    socket.once('open', () => { socket.send(JSON.stringify(sent)); });
    socket.on('message', (data) => {
      received.push(JSON.parse((data as Buffer).toString('utf8')) as JsonObject);
      if (received.length === count) {
        socket.close();
        resolve(received);
      }
    });
  });
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
  folders.splice(0).forEach((made) => { rmSync(made, { recursive: true }); });
});

describe('startServer', () => {
  it('listens on loopback and says where', async () => {
    const { url, port } = await start();

    expect(url).toBe(`http://127.0.0.1:${ port }`);
    expect((await fetch(`${ url }/v1/namespaces/default`)).headers.get('x-api-cattle-auth')).toBe('true');
  });

  it('says in one sentence that a port is in use', async () => {
    const { port } = await start();

    await expect(start({ port })).rejects.toThrow(`Port ${ port } is already in use: choose another one, or 0 for any that is free.`);
  });

  it('logs a line per request when verbose', async () => {
    const lines: string[] = [];
    const { url } = await start({ verbose: true, log: (line) => lines.push(line) });

    await (await fetch(`${ url }/version`)).text();
    await expect.poll(() => lines).toStrictEqual([expect.stringMatching(/^GET \/version 200 [\d.]+ ms$/)]);
  });

  it('serves the cluster only below its path in Rancher mode', async () => {
    const { url } = await start({ mode: 'rancher' });
    const statuses = await Promise.all(['/v1/namespaces/default', `${ RANCHER_BASE }/v1/namespaces/default`, `${ RANCHER_BASE }/api/v1/namespaces/default`].map(async (at) => (await fetch(url + at)).status));

    expect(statuses).toStrictEqual([404, 200, 200]);
  });

  it('asks extra routes first', async () => {
    const { url } = await start({ extraRoutes: ({ url: asked }) => (asked === '/rancherversion' ? { status: 200, headers: {}, body: '{"Version":"v2"}' } : undefined) });

    expect([await (await fetch(`${ url }/rancherversion`)).json(), (await fetch(`${ url }/version`)).status]).toStrictEqual([{ Version: 'v2' }, 200]);
  });

  it.each([
    ['a deep link that looks like a file', '/dashboard/harvester/c/local/loadbalancer.harvesterhci.io.ippool/edge', 200, 'page'],
    ['a type that ends like an extension', '/dashboard/harvester/c/local/loadbalancer.harvesterhci.io.ippool', 200, 'page'],
    ['a file that is there', '/dashboard/app.js', 200, 'code'],
    ['a file that is missing', '/dashboard/none.js', 404, ''],
    ['the root', '/', 200, 'page'],
  ])('serves the dashboard: %s', async (_what, at, status, text) => {
    const { url } = await start({ ui: folder({ 'index.html': 'page', 'app.js': 'code' }) });
    const response = await fetch(url + at);

    expect([response.status, await response.text()]).toStrictEqual([status, text]);
  });

  it('serves a built extension as a plugin', async () => {
    const { url } = await start({ plugins: folder({ 'main.umd.js': 'code' }) });

    expect(await (await fetch(`${ url }/v1/uiplugins/harvester/1.0.0/plugin/main.umd.js`)).text()).toBe('code');
  });

  it('begins a watch with what there is', async () => {
    const { url } = await start();
    const received = await frames(`${ url }/v1/harvester/subscribe`, { resourceType: 'namespace', id: 'default' }, 2);

    expect(received.map(({ name, id }) => [name, id])).toStrictEqual([['resource.start', 'default'], ['resource.create', 'default']]);
    expect(received[1]?.data).toMatchObject({ id: 'default', links: { self: `${ url }/v1/harvester/namespaces/default` } });
  });

  it('pings its sockets', async () => {
    const { url } = await start({ pingMs: 20 });

    expect(await frames(`${ url }/v1/subscribe`, { resourceType: 'schema' }, 2)).toMatchObject([{ name: 'resource.start' }, { name: 'ping', data: { version: 'v1.8.0' } }]);
  });

  it('keeps a Kubernetes watch open for as long as it is asked to', async () => {
    const api = new HarvesterApi();
    const { url } = await start({ api });
    const response = await fetch(`${ url }/api/v1/namespaces/default/configmaps?watch=1&timeoutSeconds=1`);

    api.cluster.create('configmaps', { metadata: { name: 'late', namespace: 'default' } });

    expect(JSON.parse(await response.text())).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'late' } } });
  });

  it('ends open sockets when it closes', async () => {
    const { url, close } = await start();
    const socket = new WebSocket(`${ url }/v1/subscribe`);

    await new Promise((resolve) => { socket.once('open', resolve); });
    const closed = new Promise((resolve) => { socket.once('close', resolve); });

    await close();
    running.length = 0;
    await closed;

    expect(socket.readyState).toBe(WebSocket.CLOSED);
  });

  it('gives its port back', async () => {
    const { port, close } = await start();

    await close();
    running.length = 0;
    const other = createServer();

    await new Promise<void>((resolve) => { other.listen(port, '127.0.0.1', resolve); });
    other.close();

    expect(port).toBeGreaterThan(0);
  });
});
