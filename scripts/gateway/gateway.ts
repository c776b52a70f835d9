import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { isObject, stringAt } from '../harvester-api/objects';
import { originOf } from '../harvester-api/http';
import type { HarvesterApi } from '../harvester-api/api';
import type { Passthrough } from '../harvester-api/server';
import type { ApiRequest, Json, JsonObject } from '../harvester-api/types';
import { requestHeaders, responseHeaders } from './headers';
import { Links } from './links';
import { isRanchers, type Passage, Routes } from './routes';
import { Sockets, type Watcher } from './sockets';
import { bodyOf, type SteveAddress, Upstream } from './upstream';

export interface GatewayOptions extends SteveAddress {
  /** Where a Rancher has the cluster; without it the cluster is at the root. */
  readonly base?: string;
  /** At the root: the Rancher whose types are beside the cluster's. */
  readonly rancher?: HarvesterApi;
  /** True when others than this machine's users may connect. */
  readonly shared: boolean;
  readonly log?: (line: string) => void;
}

/** Opens a gateway to a Steve. @throws Error with one sentence when there is none, or it does not let the user in */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const upstream = new Upstream(options);

  try {
    return new Gateway(upstream, new Routes(await upstream.findSteve(), options.base), options);
  } catch (error) {
    upstream.close();

    throw error;
  }
}

/** Passes the cluster's requests and sockets on to a Steve; Rancher's own are left to the server in front of it. */
class Gateway implements Passthrough {
  private readonly upstream: Upstream;
  private readonly routes: Routes;
  private readonly options: GatewayOptions;
  private readonly sockets = new Sockets();
  private refused = false;

  constructor(upstream: Upstream, routes: Routes, options: GatewayOptions) {
    this.upstream = upstream;
    this.routes = routes;
    this.options = options;
  }

  request(request: IncomingMessage, response: ServerResponse): boolean {
    const passage = this.routes.passage(request.url ?? '/');

    if (!passage) {
      return false;
    }

    if (this.isStranger(request)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('Another site may not use the gateway.');

      return true;
    }

    const origin = originOf(request.headers);
    const sent = this.upstream.request(request.method ?? 'GET', passage.path, requestHeaders(request.headers, origin, passage.prefix));

    sent.once('response', (answer) => {
      this.answer(request, response, answer, passage, new Links(origin, this.upstream.host));
    });
    sent.on('error', (error) => { this.fail(response, error); });
    response.once('close', () => {
      if (!response.writableFinished) {
        sent.destroy();
      }
    });
    request.pipe(sent);

    return true;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const passage = this.routes.passage(request.url ?? '/');

    if (!passage) {
      return false;
    }

    if (this.isStranger(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');

      return true;
    }

    const origin = originOf(request.headers);
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim()).filter(Boolean);
    const behind = this.upstream.socket(passage.path, protocols, requestHeaders(request.headers, origin, passage.prefix));
    const watch = (reply: (text: string) => void) => this.watcher(request, passage, new Links(origin, this.upstream.host), reply);

    this.sockets.join(request, socket, head, behind, this.routes.isSubscription(passage) ? watch : undefined);

    return true;
  }

  close(): void {
    this.sockets.close();
    this.upstream.close();
  }

  /**
   * The gateway lends its token to whoever asks. A page of another site must not: neither by sending to this address,
   * nor by having a name of its own point to it.
   */
  private isStranger({ headers: { host = '', origin } }: IncomingMessage): boolean {
    const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');

    return (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host) || (!this.options.shared && name !== 'localhost' && !isIP(name));
  }

  private answer(request: IncomingMessage, response: ServerResponse, answer: IncomingMessage, passage: Passage, links: Links): void {
    const { statusCode = 502, headers } = answer;
    const location = headers.location === undefined ? {} : { location: links.address(headers.location) };
    const json = (headers['content-type'] ?? '').startsWith('application/json');

    this.note(statusCode);

    if (request.method === 'HEAD' || !json || !this.routes.isSteve(passage)) {
      response.writeHead(statusCode, { ...responseHeaders(headers), ...location });
      response.flushHeaders();
      pipeline(answer, response, () => undefined);

      return;
    }

    bodyOf(answer).then((body) => {
      const text = links.text(statusCode === 200 && this.routes.isAllSchemas(passage) ? this.withRanchers(request, body) : body);

      response.writeHead(statusCode, { ...responseHeaders(headers), ...location, ...(statusCode === 204 ? {} : { 'content-length': Buffer.byteLength(text) }) }).end(text);
    }, (error: unknown) => { this.fail(response, error instanceof Error ? error : new Error(String(error))); });
  }

  /** A connection that breaks is cut for the client as well; one that never was is explained, by a gateway, not by a server. */
  private fail(response: ServerResponse, error: Error): void {
    if (response.headersSent || response.destroyed) {
      response.destroy();
    } else {
      response.writeHead(502, { 'content-type': 'text/plain' }).end(this.upstream.explain(error));
    }
  }

  /** Says once that the token has ended. */
  private note(status: number): void {
    if (status === 401 && !this.refused) {
      this.refused = true;
      this.options.log?.(`${ this.options.url } does not accept the token any more (401).`);
    }
  }

  /** The cluster's schemas with those of the gateway's own Rancher, which stand for the cluster's where both have one. */
  private withRanchers(request: IncomingMessage, body: string): string {
    const own = this.options.rancher?.handle(asApiRequest(request));

    if (!own) {
      return body;
    }

    const [theirs, ours] = [body, own.body].map((text) => JSON.parse(text) as JsonObject & { readonly data: readonly JsonObject[] });
    const ranchers = (ours?.data ?? []).filter((schema) => isRanchers(stringAt(schema, 'id')));
    const data: Json[] = [...(theirs?.data ?? []).filter((schema) => !isRanchers(stringAt(schema, 'id'))), ...ranchers];

    return JSON.stringify({ ...theirs, data });
  }

  /** Answers for Rancher's types on a socket at the root. */
  private watcher(request: IncomingMessage, passage: Passage, links: Links, reply: (text: string) => void): Watcher {
    const session = passage.prefix === '' ? this.options.rancher?.subscribe(asApiRequest(request), isRanchers, (frame) => { reply(JSON.stringify(frame)); }) : undefined;

    return {
      fromClient(text) {
        const ours = session !== undefined && isRanchers(resourceTypeOf(text));

        if (ours) {
          session.receive(text);
        }

        return ours;
      },
      fromServer: (text) => links.frame(text),
      closed:     () => { session?.close(); },
    };
  }
}

function asApiRequest({ method = 'GET', url = '/', headers }: IncomingMessage): ApiRequest {
  return { method, url, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])) };
}

function resourceTypeOf(text: string): string {
  try {
    const frame = JSON.parse(text) as Json;

    return isObject(frame) ? stringAt(frame, 'resourceType') : '';
  } catch {
    return '';
  }
}
