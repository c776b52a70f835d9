import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { WebSocket } from 'ws';

/** Where a Steve is, and who asks it. */
export interface SteveAddress {
  /** Of a Harvester, of a bare Steve, or of a cluster in Rancher: `https://rancher/k8s/clusters/c-xxx`. */
  readonly url: string;
  /** A bearer token. It is sent to that Steve alone, and is in no message. */
  readonly token?: string;
  /** Takes any certificate. */
  readonly insecure: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 10_000;
/** Harvester serves its Steve below the first path; a Steve by itself is at the second. */
const STEVE_PATHS = ['/v1/harvester', '/v1'] as const;
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_|TLS_CERT/;

/** A Steve with the Kubernetes API beside it, as the gateway reaches it. */
export class Upstream {
  /** Scheme and host. */
  readonly origin: string;
  /** What the Steve's and the Kubernetes API's paths are below: empty, or the path of a cluster in Rancher. */
  readonly prefix: string;
  private readonly address: SteveAddress;
  private readonly agent: http.Agent;

  constructor(address: SteveAddress) {
    const { origin, pathname, protocol } = new URL(address.url);

    this.origin = origin;
    this.prefix = pathname.replace(/(\/v1(\/harvester)?)?\/?$/, '');
    this.address = address;
    this.agent = protocol === 'https:' ? new https.Agent({ keepAlive: true, rejectUnauthorized: !address.insecure }) : new http.Agent({ keepAlive: true });
  }

  get host(): string {
    return new URL(this.origin).host;
  }

  /** Sends a request; its body is the caller's to write. */
  request(method: string, path: string, headers: OutgoingHttpHeaders): ClientRequest {
    const { request } = this.agent instanceof https.Agent ? https : http;

    return request(this.origin + this.prefix + path, { method, agent: this.agent, headers: this.authorized(headers) });
  }

  /** Opens a WebSocket that answers no ping by itself: whoever is in front of the gateway does. */
  socket(path: string, protocols: string[], headers: OutgoingHttpHeaders): WebSocket {
    return new WebSocket(this.origin.replace(/^http/, 'ws') + this.prefix + path, protocols, {
      agent: this.agent, headers: this.authorized(headers), rejectUnauthorized: !this.address.insecure, autoPong: false, perMessageDeflate: false, handshakeTimeout: TIMEOUT_MS,
    });
  }

  /** Which of the paths a Steve answers at. @throws Error with one sentence */
  async findSteve(): Promise<string> {
    let last = '';

    for (const path of STEVE_PATHS) {
      const { status, body } = await this.ask(`${ path }/schemas`);

      if (status === 200 && isSchemas(body)) {
        // A Steve by itself answers a stranger, if with hardly anything; the Kubernetes API beside it does not.
        await this.ask('/api');

        return path;
      }

      last = `GET ${ this.prefix }${ path }/schemas is answered with ${ status === 200 ? 'something else than schemas' : status }`;
    }

    throw new Error(`There is no Steve at ${ this.address.url }: ${ last }.`);
  }

  /** Why there was no answer, in one sentence. */
  explain({ code = '', message }: NodeJS.ErrnoException): string {
    return UNTRUSTED.test(code)
      ? `The certificate of ${ this.address.url } is not trusted (${ code }); --insecure takes it all the same.`
      : `${ this.address.url } can not be reached: ${ code || message }.`;
  }

  close(): void {
    this.agent.destroy();
  }

  private authorized(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
    const { token } = this.address;

    return token === undefined ? headers : { ...headers, authorization: `Bearer ${ token }` };
  }

  /** @throws Error with one sentence when the user is not let in */
  private async ask(path: string): Promise<Answer> {
    const { url, token } = this.address;
    const answer = await this.get(path);

    if (answer.status === 401) {
      throw new Error(token === undefined
        ? `${ url } wants to know who asks (401): give it a token, by HARVESTER_MODELS_TOKEN or --token.`
        : `${ url } does not accept the token (401).`);
    }

    if (answer.status === 403) {
      throw new Error(`${ url } does not let this user read ${ path } (403).`);
    }

    return answer;
  }

  private async get(path: string): Promise<Answer> {
    try {
      return await new Promise((resolve, reject) => {
        const sent = this.request('GET', path, { accept: 'application/json' });

        sent.setTimeout(TIMEOUT_MS, () => { sent.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })); });
        sent.once('error', reject);
        sent.once('response', (answer: IncomingMessage) => {
          bodyOf(answer).then((body) => { resolve({ status: answer.statusCode ?? 0, body }); }, reject);
        });
        sent.end();
      });
    } catch (error) {
      throw new Error(this.explain(error instanceof Error ? error : new Error(String(error))), { cause: error });
    }
  }
}

/** Rejects with one sentence when there is no Steve, or it does not let the user in: to be asked before a long preparation. */
export async function requireSteve(address: SteveAddress): Promise<void> {
  const upstream = new Upstream(address);

  try {
    await upstream.findSteve();
  } finally {
    upstream.close();
  }
}

/** The whole text of an answer. */
export async function bodyOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];

  for await (const chunk of answer) {
    chunks.push(chunk as Buffer);
  }

  return Buffer.concat(chunks).toString('utf8');
}

function isSchemas(body: string): boolean {
  try {
    const { type, resourceType } = JSON.parse(body) as { readonly type?: unknown; readonly resourceType?: unknown };

    return type === 'collection' && resourceType === 'schema';
  } catch {
    return false;
  }
}
