import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import sirv from 'sirv';
import { type WebSocket, WebSocketServer } from 'ws';
import type { HarvesterApi } from './api';
import type { ApiRequest, ApiResponse, JsonObject } from './types';

/** A cluster that is somewhere else. Each of its two answers is false for what is not that cluster's. */
export interface Passthrough {
  request(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): void;
}

export interface ServerOptions {
  readonly api: HarvesterApi;
  /** Standalone: the API is at the root. Rancher: it is below `api.base`, the root belongs to `extraRoutes`. */
  readonly mode: 'standalone' | 'rancher';
  /** 0 picks a free one. */
  readonly port: number;
  /** Loopback by default: nobody else can reach it. */
  readonly host?: string;
  /** Logs a line per request. */
  readonly verbose?: boolean;
  readonly log?: (line: string) => void;
  /** Asked before the API: Rancher's own endpoints. Undefined leaves the request to the API. */
  readonly extraRoutes?: (request: ApiRequest) => ApiResponse | undefined;
  /** Rancher's own cluster, whose sockets are at the root when the mode is `rancher`. */
  readonly rancher?: HarvesterApi;
  /** Asked before all of it, but for the dashboard's files. */
  readonly passthrough?: Passthrough;
  /** A folder with a built dashboard, served at `/dashboard/`. */
  readonly ui?: string;
  /** A folder with a built extension, served at `/v1/uiplugins/<name>/<version>/plugin/`. */
  readonly plugins?: string;
  /** How often sockets are pinged; the dashboard gives up after 35 s of silence. */
  readonly pingMs?: number;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Ends open requests and sockets, and stops listening. */
  readonly close: () => Promise<void>;
}

type Static = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const LOOPBACK = '127.0.0.1';
const PING_MS = 5000;
const SERVER_VERSION = 'v1.8.0';
const BODY_LIMIT = 16 * 1024 * 1024;
const PLUGIN_PATH = /^\/v1\/uiplugins\/[^/]+\/[^/]+\/plugin(?=\/)/;
/** Files that must not be answered with the dashboard's page when they are missing. */
const ASSETS = /\.(css|gif|html|ico|js|json|jpe?g|map|png|svg|ttf|txt|wasm|woff2?)$/;

/** Serves the API, and a dashboard if there is one, on one port. Rejects with one clear sentence when it can't listen. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { api, port, host = LOOPBACK, passthrough, ui, plugins, verbose = false, log = console.log } = options;
  const dashboard = ui === undefined ? undefined : sirv(ui, { dev: true });
  const pluginFiles = plugins === undefined ? undefined : sirv(plugins, { dev: true });
  const server = createServer((request, response) => {
    if (verbose) {
      logWhenDone(request, response, log);
    }
    if (!serveStatic(request, response, dashboard, pluginFiles) && !passthrough?.request(request, response)) {
      answer(options, request, response);
    }
  });
  const sockets = new WebSocketServer({ noServer: true });

  server.on('upgrade', (request, socket, head) => {
    if (passthrough?.upgrade(request, socket, head)) {
      return;
    }
    if (!pathOf(request).endsWith('/subscribe')) {
      socket.destroy();

      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => { subscribe(options, toApiRequest(request, ''), client); });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => { reject(new Error(listenError(error, host, port))); });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const boundPort = isAddressInfo(address) ? address.port : port;

  return {
    url: `http://${ host.includes(':') ? `[${ host }]` : host }:${ boundPort }`,
    port: boundPort,
    close: () => new Promise((resolve) => {
      for (const client of sockets.clients) {
        client.terminate();
      }
      sockets.close();
      passthrough?.close();
      server.close(() => { resolve(); });
      server.closeAllConnections();
      api.settle();
    }),
  };
}

/** Rejects with one clear sentence when nothing can listen there: to be asked before a long preparation. */
export async function requirePort(port: number, host = LOOPBACK): Promise<void> {
  const probe = createServer();

  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => { reject(new Error(listenError(error, host, port))); });
    probe.listen(port, host, () => probe.close(() => { resolve(); }));
  });
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function listenError({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE': return `Port ${ port } is already in use: choose another one, or 0 for any that is free.`;
    case 'EACCES': return `Port ${ port } may not be used by this user: choose one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND': return `${ host } is not an address of this machine.`;
    default: return `The server can't listen on ${ host }:${ port }: ${ message }.`;
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

function logWhenDone(request: IncomingMessage, response: ServerResponse, log: (line: string) => void): void {
  const start = performance.now();
  const { method, url } = request;

  response.once('close', () => { log(`${ method } ${ url } ${ response.statusCode } ${ (performance.now() - start).toFixed(1) } ms`); });
}

/** Serves the dashboard and its plugins; false when the request is for the API. */
function serveStatic(request: IncomingMessage, response: ServerResponse, dashboard: Static | undefined, plugins: Static | undefined): boolean {
  const path = pathOf(request);
  const missing = () => {
    response.writeHead(404).end();
  };

  if (dashboard && (path === '/' || path === '/dashboard')) {
    response.writeHead(302, { location: '/dashboard/' }).end();

    return true;
  }
  if (dashboard && path.startsWith('/favicon.')) {
    dashboard(request, response, missing);

    return true;
  }
  if (dashboard && path.startsWith('/dashboard/')) {
    request.url = (request.url ?? '').slice('/dashboard'.length);
    dashboard(request, response, () => {
      if (ASSETS.test(path)) {
        missing();
      } else {
        servePage(request, response, dashboard, missing);
      }
    });

    return true;
  }
  const plugin = PLUGIN_PATH.exec(path);

  if (plugins && plugin) {
    request.url = (request.url ?? '').slice(plugin[0].length);
    plugins(request, response, missing);

    return true;
  }

  return false;
}

/** A path inside the dashboard, though a resource type may look like a file name: the page itself finds its way. */
function servePage(request: IncomingMessage, response: ServerResponse, dashboard: Static, missing: () => void): void {
  request.url = '/';
  dashboard(request, response, missing);
}

function answer(options: ServerOptions, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  let size = 0;

  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > BODY_LIMIT) {
      response.writeHead(413, { connection: 'close' }).end();
      request.destroy();
    } else {
      chunks.push(chunk);
    }
  });
  request.on('end', () => {
    const asked = toApiRequest(request, Buffer.concat(chunks).toString('utf8'));

    if (!stream(options, asked, response)) {
      send(response, respond(options, asked));
    }
  });
}

function respond({ api, mode, extraRoutes, log = console.log }: ServerOptions, request: ApiRequest): ApiResponse {
  try {
    const extra = extraRoutes?.(request);

    if (extra) {
      return extra;
    }
    if (mode === 'rancher' && !request.url.startsWith(`${ api.base }/`)) {
      return { status: 404, headers: { 'x-api-cattle-auth': 'true' }, body: '' };
    }

    return api.handle(request);
  } catch (error) {
    log(`${ request.method } ${ request.url } failed: ${ error instanceof Error ? error.stack ?? error.message : String(error) }`);

    return { status: 500, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'error', status: 500, code: 'ServerError', message: 'the embedded API failed; its log says why' }) };
  }
}

function send(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  const payload = Buffer.from(body, 'utf8');

  response.writeHead(status, status === 204 ? { ...headers } : { ...headers, 'content-length': String(payload.length) });
  response.end(payload);
}

/** Keeps a Kubernetes watch open for as long as the client asks; false when the request is no watch. */
function stream({ api, mode }: ServerOptions, asked: ApiRequest, response: ServerResponse): boolean {
  const query = new URLSearchParams(asked.url.split('?')[1] ?? '');

  if (!query.has('watch') || (mode === 'rancher' && !asked.url.startsWith(`${ api.base }/`))) {
    return false;
  }
  const lines: string[] = [];
  let write = (line: string) => {
    lines.push(line);
  };
  let end: (() => void) | undefined;

  try {
    end = api.watch(asked, (line) => { write(line); });
  } catch {
    return false;
  }
  if (!end) {
    return false;
  }
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  const timer = seconds > 0 ? setTimeout(() => response.end(), seconds * 1000) : undefined;

  response.writeHead(200, { 'content-type': 'application/json', 'x-api-cattle-auth': 'true' });
  response.flushHeaders();
  write = (line) => {
    response.write(line);
  };
  lines.forEach(write);
  response.once('close', () => {
    clearTimeout(timer);
    end();
  });

  return true;
}

function toApiRequest(request: IncomingMessage, body: string): ApiRequest {
  const headers: Record<string, string> = {};

  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) {
      headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
  }

  return { method: request.method ?? 'GET', url: request.url ?? '/', headers, ...(body && { body }) };
}

/** Types of Rancher's own, which nobody here changes. */
function isRancherType(resourceType: string): boolean {
  return resourceType.includes('.cattle.io.');
}

function subscribe({ api, mode, rancher, pingMs = PING_MS }: ServerOptions, request: ApiRequest, client: WebSocket): void {
  const reply = (frame: JsonObject) => { client.send(JSON.stringify(frame)); };
  const ofCluster = mode === 'standalone' || request.url.startsWith(`${ api.base }/`);
  const session = (ofCluster ? api : rancher)?.subscribe(request, isRancherType, reply);
  const ping = () => {
    if (session) {
      session.ping(SERVER_VERSION);
    } else {
      reply({ name: 'ping', resourceType: '', data: { version: SERVER_VERSION } });
    }
  };
  const timer = setInterval(ping, pingMs);

  client.on('message', (data) => {
    const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';

    if (session) {
      session.receive(text);
    } else {
      acknowledge(text, reply);
    }
  });
  client.on('close', () => {
    clearInterval(timer);
    session?.close();
  });
  client.on('error', () => { client.terminate(); });
}

/** Rancher's own sockets: every watch is accepted, nothing ever changes. */
function acknowledge(text: string, reply: (frame: JsonObject) => void): void {
  let frame: JsonObject;

  try {
    frame = JSON.parse(text) as JsonObject;
  } catch {
    return;
  }
  const { resourceType, namespace, id, selector, mode, stop } = frame;

  reply({ name: stop === true ? 'resource.stop' : 'resource.start', resourceType, namespace, id, selector, mode, data: { type: 'subscribe', links: {} } });
}
