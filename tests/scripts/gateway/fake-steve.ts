import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a server behind the gateway was asked. */
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

export interface FakeSteveOptions {
  /** Where its Steve answers. */
  readonly stevePath?: string;
  /** What it wants to be given. */
  readonly token?: string;
  readonly encrypted?: boolean;
  /** Answers whatever is not about schemas. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Has a socket of its own. */
  readonly socket?: (client: WebSocket, request: IncomingMessage) => void;
}

/** A server as the gateway meets it, that notes what it is asked. */
export interface FakeSteve {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** A certificate that nobody has signed but itself. */
function certificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];

  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=localhost'], { stdio: 'ignore' });

    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function startFakeSteve({ stevePath = '/v1', token, encrypted = false, answer, socket }: FakeSteveOptions = {}): Promise<FakeSteve> {
  const asked: Asked[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;

    asked.push({ method, url, headers });
    if (token !== undefined && headers.authorization !== `Bearer ${ token }`) {
      response.writeHead(401).end();
    } else if (url === `${ stevePath }/schemas`) {
      sendJson(response, { type: 'collection', resourceType: 'schema', data: [{ id: 'namespace', type: 'schema' }, { id: 'management.cattle.io.setting', type: 'schema', theirs: true }] });
    } else if (answer) {
      answer(request, response);
    } else {
      response.writeHead(404).end();
    }
  };
  const server = encrypted ? https.createServer(certificate(), handle) : http.createServer(handle);
  const sockets = new WebSocketServer({ noServer: true, autoPong: false, handleProtocols: (protocols) => [...protocols].at(-1) ?? false });

  server.on('upgrade', (request: IncomingMessage, duplex, head) => {
    asked.push({ method: 'UPGRADE', url: request.url ?? '', headers: request.headers });
    if (socket) {
      sockets.handleUpgrade(request, duplex, head, (client) => { socket(client, request); });
    } else {
      duplex.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });

  return {
    url: `${ encrypted ? 'https' : 'http' }://127.0.0.1:${ (server.address() as AddressInfo).port }`,
    asked,
    close: () => new Promise((resolve) => {
      for (const client of sockets.clients) {
        client.terminate();
      }
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}

export function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
