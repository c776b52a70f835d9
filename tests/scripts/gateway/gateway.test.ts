import http, { type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { requireSteve } from '../../../scripts/gateway/upstream';
import type { RunningServer } from '../../../scripts/harvester-api/server';
import type { JsonObject } from '../../../scripts/harvester-api/types';
import { serve, type Mode } from '../../../scripts/serve';
import { type FakeSteve, type FakeSteveOptions, sendJson, startFakeSteve } from './fake-steve';

const running: (FakeSteve | RunningServer)[] = [];

async function fakeSteve(options?: FakeSteveOptions): Promise<FakeSteve> {
  const steve = await startFakeSteve(options);

  running.push(steve);

  return steve;
}

interface GatewayFlags { readonly token?: string; readonly insecure?: boolean; readonly mode?: Mode; readonly prefix?: string; readonly host?: string }

async function gatewayTo(steve: FakeSteve, { mode = 'standalone', insecure = false, prefix = '', token, host }: GatewayFlags = {}): Promise<RunningServer> {
  const server = await serve({
    mode, port: 0, ui: false, demoData: true, admission: true, controllers: true, verbose: false,
    steve: { url: steve.url + prefix, insecure, ...(token === undefined ? {} : { token }) }, ...(host === undefined ? {} : { host }),
  });

  running.push(server);

  return server;
}

async function bodyOf(url: string, init?: RequestInit): Promise<JsonObject> {
  return await (await fetch(url, init)).json() as JsonObject;
}

/** An answer that says what was asked: as a resource does, with a link to itself. */
function echo(request: IncomingMessage, response: http.ServerResponse): void {
  sendJson(response, { asked: request.url ?? '', links: { self: `https://${ String(request.headers['x-api-host']) }/v1/x` } });
}

/** A socket of a client, once it is open, with what it gets. */
async function open(url: string, protocols: string[] = [], headers: Record<string, string> = {}): Promise<{ readonly socket: WebSocket; readonly frames: readonly string[] }> {
  const socket = new WebSocket(url, protocols, { headers, autoPong: false });
  const frames: string[] = [];

  socket.on('message', (data, isBinary) => { frames.push(`${ isBinary ? 'binary ' : '' }${ (data as Buffer).toString('utf8') }`); });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });

  return { socket, frames };
}

afterEach(async() => {
  await Promise.all(running.splice(0).toReversed().map((server) => server.close()));
});

describe('The gateway finds a Steve', () => {
  it.each([
    ['of a Harvester', '/v1/harvester', '', '/v1/harvester/x?a=1'],
    ['by itself', '/v1', '', '/v1/x?a=1'],
    ['of a Harvester in a Rancher', '/k8s/clusters/c-abc/v1/harvester', '/k8s/clusters/c-abc', '/k8s/clusters/c-abc/v1/harvester/x?a=1'],
    ['at an address that ends with a slash', '/v1', '/', '/v1/x?a=1'],
    ['at the address of the Steve itself', '/v1/harvester', '/v1/harvester', '/v1/harvester/x?a=1'],
  ])('%s', async(_what, stevePath, prefix, expected) => {
    const { url } = await gatewayTo(await fakeSteve({ stevePath, answer: echo }), { prefix });

    expect([(await bodyOf(`${ url }/v1/x?a=1`)).asked, (await bodyOf(`${ url }/v1/harvester/x?a=1`)).asked]).toStrictEqual([expected, expected]);
  });

  it.each([
    ['is not there', 'http://127.0.0.1:1', /^http:\/\/127\.0\.0\.1:1 can not be reached: ECONNREFUSED\.$/],
    ['has no name', 'http://nowhere.invalid', /^http:\/\/nowhere\.invalid can not be reached: (ENOTFOUND|EAI_AGAIN)\.$/],
  ])('or says in one sentence that it %s', async(_what, url, message) => {
    await expect(requireSteve({ url, insecure: false })).rejects.toThrow(message);
  });

  it.each([
    ['something else is there', { stevePath: '/other' }, {}, 'There is no Steve at URL: GET /v1/schemas is answered with 404.'],
    ['something else answers everything', { stevePath: '/other', answer: echo }, {}, 'There is no Steve at URL: GET /v1/schemas is answered with something else than schemas.'],
    ['it wants a token', { token: 'secret' }, {}, 'URL wants to know who asks (401): give it a token, by HARVESTER_MODELS_TOKEN or --token.'],
    ['it does not know the token', { token: 'secret' }, { token: 'wrong' }, 'URL does not accept the token (401).'],
    ['nobody has signed its certificate', { encrypted: true }, {}, 'The certificate of URL is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT); --insecure takes it all the same.'],
  ])('or says in one sentence that %s', async(_what, options, flags, message) => {
    const steve = await fakeSteve(options);

    await expect(gatewayTo(steve, flags)).rejects.toThrow(message.replace('URL', steve.url));
  });
});

describe('The gateway', () => {
  it.each([
    ['the Kubernetes API', '/apis/x.io/v1/things?limit=1', '/apis/x.io/v1/things?limit=1'],
    ['its core', '/api/v1/pods', '/api/v1/pods'],
    ['the version', '/version', '/version'],
    ['what it is asked for as Rancher\'s cluster', '/k8s/clusters/local/apis/x.io/v1/things', '/apis/x.io/v1/things'],
    ['Steve as Rancher\'s cluster', '/k8s/clusters/c-abc/v1/harvester/x', '/v1/x'],
  ])('passes on %s', async(_what, asked, expected) => {
    const { url } = await gatewayTo(await fakeSteve({ answer: echo }));

    expect((await bodyOf(url + asked)).asked).toBe(expected);
  });

  it.each([
    ['who it is', '/rancherversion', { Version: 'v2.15.0' }],
    ['what Rancher is set to', '/v1/management.cattle.io.settings/ui-pl', { value: 'Harvester' }],
    ['the same in the cluster\'s store', '/v1/harvester/management.cattle.io.settings/ui-pl', { value: 'Harvester' }],
    ['the schema of Rancher\'s types', '/v1/schemas/management.cattle.io.setting', { id: 'management.cattle.io.setting' }],
    ['what the user prefers', '/v1/userpreferences', { resourceType: 'userpreference' }],
    ['the older API', '/v3/settings/first-login', { value: 'false' }],
  ])('says by itself %s', async(_what, path, expected) => {
    const steve = await fakeSteve({ answer: echo });
    const { url } = await gatewayTo(steve);
    const before = steve.asked.length;

    expect(await bodyOf(url + path)).toMatchObject(expected);
    expect(steve.asked.length).toBe(before);
  });

  it('shows Rancher\'s types beside the cluster\'s, and for them where both have one', async() => {
    const { url } = await gatewayTo(await fakeSteve());
    const data = (await bodyOf(`${ url }/v1/schemas`)).data as readonly JsonObject[];

    expect(data.filter(({ id }) => id === 'namespace')).toHaveLength(1);
    expect(data.filter(({ id }) => id === 'management.cattle.io.setting').map(({ theirs, links }) => [theirs, links])).toStrictEqual([
      [undefined, expect.objectContaining({ collection: `${ url }/v1/management.cattle.io.settings` })],
    ]);
  });

  it('passes on only the cluster\'s requests in Rancher mode, and has its links start where Rancher has it', async() => {
    const steve = await fakeSteve({ answer: (request, response) => { sendJson(response, { prefix: request.headers['x-api-url-prefix'] }); } });
    const { url } = await gatewayTo(steve, { mode: 'rancher' });

    expect(await bodyOf(`${ url }/k8s/clusters/c-m-demo/v1/harvester/x`)).toStrictEqual({ prefix: '/k8s/clusters/c-m-demo' });
    expect(await bodyOf(`${ url }/v1/management.cattle.io.clusters/c-m-demo`)).toMatchObject({ id: 'c-m-demo' });
    expect((await fetch(`${ url }/k8s/clusters/other/v1/x`)).status).toBe(404);
  });

  it('adds the token, and keeps to itself what is between it and its client', async() => {
    const steve = await fakeSteve({ token: 'secret', answer: (_request, response) => { response.writeHead(200, { 'set-cookie': 'a=1', 'keep-alive': 'timeout=99', 'x-own': 'b' }).end(); } });
    const { url } = await gatewayTo(steve, { token: 'secret' });
    const answer = await fetch(`${ url }/v1/x`, { headers: { cookie: 'R_SESS=mine', authorization: 'Bearer mine', te: 'trailers', 'x-mine': 'c' } });
    const { host, authorization, cookie, te, 'x-mine': kept, 'x-api-host': forwarded } = steve.asked.at(-1)?.headers ?? {};

    expect([host, authorization, cookie, te, kept, forwarded]).toStrictEqual([new URL(steve.url).host, 'Bearer secret', undefined, undefined, 'c', new URL(url).host]);
    expect(['set-cookie', 'x-own', 'x-api-cattle-auth'].map((name) => answer.headers.get(name))).toStrictEqual([null, 'b', 'true']);
    expect(answer.headers.get('keep-alive')).not.toBe('timeout=99');
  });

  it('has the links of answers point to itself, whatever is between it and Steve, and leaves texts of the user alone', async() => {
    const steve = await fakeSteve({
      answer(request, response) {
        const origin = `http://${ request.headers.host ?? '' }`;
        const resource = { links: { self: `${ origin }/v1/x`, view: 'https://elsewhere/x' }, spec: { links: { mine: `${ origin }/mine` } } };

        if (request.url === '/v1/moved') {
          response.writeHead(302, { location: `${ origin }/v1/x` }).end();
        } else {
          sendJson(response, { type: 'collection', ...resource, data: [resource] });
        }
      },
    });
    const { url } = await gatewayTo(steve);
    const expected = { links: { self: `${ url }/v1/x`, view: 'https://elsewhere/x' }, spec: { links: { mine: `${ steve.url }/mine` } } };

    expect(await bodyOf(`${ url }/v1/x`)).toStrictEqual({ type: 'collection', ...expected, data: [expected] });
    expect((await fetch(`${ url }/v1/moved`, { redirect: 'manual' })).headers.get('location')).toBe(`${ url }/v1/x`);
  });

  it('hands an upload through, and the answer to it', async() => {
    const steve = await fakeSteve({
      answer(request, response) {
        let size = 0;

        request.on('data', (chunk: Buffer) => { size += chunk.length; });
        request.on('end', () => { sendJson(response, { size, type: request.headers['content-type'] }); });
      },
    });
    const { url } = await gatewayTo(steve);

    expect(await bodyOf(`${ url }/v1/harvester/images/x?action=upload`, { method: 'POST', body: new Blob([new Uint8Array(20_000_000)], { type: 'application/octet-stream' }) }))
      .toStrictEqual({ size: 20_000_000, type: 'application/octet-stream' });
  });

  it('hands each line of a watch through as it comes, and ends the watch with its client', async() => {
    let ended = false;
    const steve = await fakeSteve({
      answer(request, response) {
        if (request.url?.includes('watch')) {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"type":"ADDED"}\n');
          response.once('close', () => { ended = true; });
        } else {
          response.writeHead(404).end();
        }
      },
    });
    const { url } = await gatewayTo(steve);
    const aborted = new AbortController();
    const reader = (await fetch(`${ url }/api/v1/pods?watch=1`, { signal: aborted.signal })).body?.getReader();

    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"type":"ADDED"}\n');
    aborted.abort();
    await expect.poll(() => ended).toBe(true);
  });

  it('says, as no server would, that the server is gone, and cuts what was under way', async() => {
    const steve = await fakeSteve({
      answer(request, response) {
        if (request.url === '/api/v1/half') {
          response.writeHead(200, { 'content-length': 100 });
          response.write('half');
          setTimeout(() => response.destroy(), 20);
        } else {
          response.writeHead(404).end();
        }
      },
    });
    const { url } = await gatewayTo(steve);

    await expect(fetch(`${ url }/api/v1/half`).then((answer) => answer.text())).rejects.toThrow('terminated');
    await steve.close();
    const answer = await fetch(`${ url }/v1/x`);

    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toStrictEqual([502, 'text/plain', `${ steve.url } can not be reached: ECONNREFUSED.`]);
  });

  it('takes any certificate when it is told to', async() => {
    const { url } = await gatewayTo(await fakeSteve({ encrypted: true, answer: echo, socket: (client) => { client.send('secure'); } }), { insecure: true });
    const { frames } = await open(`${ url.replace('http', 'ws') }/v1/subscribe`);

    expect(await bodyOf(`${ url }/v1/x`)).toStrictEqual({ asked: '/v1/x', links: { self: `${ url }/v1/x` } });
    await expect.poll(() => frames).toStrictEqual(['secure']);
  });

  it.each([
    ['a page of another site', { origin: 'http://evil.example' }, 403],
    ['a name that somebody else has pointed here', { host: 'evil.example' }, 403],
    ['its own page', {}, 200],
  ])('does not lend its token to %s', async(_who, headers, status) => {
    const { url } = await gatewayTo(await fakeSteve({ answer: echo, socket: (client) => { client.close(); } }));
    const answered = new Promise((resolve) => {
      http.get(`${ url }/v1/x`, { headers }, (answer) => { resolve(answer.resume().statusCode); });
    });
    const opened = open(`${ url.replace('http', 'ws') }/v1/subscribe`, [], headers).then(() => 200, (error: unknown) => Number(/\d+$/.exec(String(error))?.[0]));

    expect(await Promise.all([answered, opened])).toStrictEqual([status, status]);
  });
});

describe('A socket through the gateway', () => {
  it('carries texts, bytes, pings and pongs both ways, and the protocol that was chosen', async() => {
    const seen: string[] = [];
    const steve = await fakeSteve({
      token: 'secret',
      socket(client) {
        client.on('message', (data, isBinary) => { client.send(data as Buffer, { binary: isBinary }); });
        client.on('ping', (data) => {
          seen.push(`ping ${ data.toString('utf8') }`);
          client.pong('answer');
        });
        client.on('pong', (data) => { seen.push(`pong ${ data.toString('utf8') }`); });
        client.ping('question');
      },
    });
    const { url } = await gatewayTo(steve, { token: 'secret' });
    const { socket, frames } = await open(`${ url.replace('http', 'ws') }/k8s/clusters/local/apis/subresources/vnc`, ['first', 'second']);

    socket.on('pong', (data: Buffer) => { seen.push(`answered ${ data.toString('utf8') }`); });
    socket.send('text');
    socket.send(Buffer.from('bytes'));
    socket.ping('mine');
    socket.pong('yours');
    await expect.poll(() => [frames.toSorted(), seen.toSorted()]).toStrictEqual([['binary bytes', 'text'], ['answered answer', 'ping mine', 'pong yours']]);
    expect([socket.protocol, steve.asked.at(-1)?.url, steve.asked.at(-1)?.headers.authorization]).toStrictEqual(['second', '/apis/subresources/vnc', 'Bearer secret']);
  });

  it.each([
    ['the server with a reason', 'server', 4001, 'enough'],
    ['the client with a reason', 'client', 4002, 'bye'],
  ])('is closed as %s closes it', async(_who, side, code, reason) => {
    const ended: unknown[] = [];
    const note = (closed: number, why: Buffer) => { ended.push([closed, why.toString('utf8')]); };
    const { url } = await gatewayTo(await fakeSteve({
      socket(client) {
        if (side === 'server') {
          client.close(code, reason);
        } else {
          client.on('close', note);
        }
      },
    }));
    const { socket } = await open(`${ url.replace('http', 'ws') }/v1/subscribe`);

    if (side === 'client') {
      socket.close(code, reason);
    } else {
      socket.on('close', note);
    }
    await expect.poll(() => ended).toStrictEqual([[code, reason]]);
  });

  it('is broken off when the server is gone', async() => {
    const steve = await fakeSteve({ socket: () => undefined });
    const { url } = await gatewayTo(steve);
    const { socket } = await open(`${ url.replace('http', 'ws') }/v1/subscribe`);
    const closed = new Promise((resolve) => { socket.once('close', resolve); });

    await steve.close();
    expect(await closed).toBe(1006);
  });

  it('is refused as the server refuses it', async() => {
    const { url } = await gatewayTo(await fakeSteve());

    await expect(open(`${ url.replace('http', 'ws') }/v1/subscribe`)).rejects.toThrow('Unexpected server response: 403');
  });

  it('tells of Rancher\'s own types itself, and of the cluster\'s with links to the gateway', async() => {
    const received: string[] = [];
    const { url } = await gatewayTo(await fakeSteve({
      socket(client, request) {
        client.on('message', (data) => {
          received.push((data as Buffer).toString('utf8'));
          client.send(JSON.stringify({ name: 'resource.change', data: { links: { self: `http://${ request.headers.host ?? '' }/v1/x` } } }));
        });
      },
    }));
    const { socket, frames } = await open(`${ url.replace('http', 'ws') }/v1/subscribe`);

    socket.send(JSON.stringify({ resourceType: 'management.cattle.io.setting', id: 'ui-pl' }));
    await expect.poll(() => frames.map((frame) => (JSON.parse(frame) as JsonObject).name)).toStrictEqual(['resource.start', 'resource.create']);
    expect(received).toStrictEqual([]);
    socket.send(JSON.stringify({ resourceType: 'namespace' }));
    await expect.poll(() => frames.at(-1)).toBe(JSON.stringify({ name: 'resource.change', data: { links: { self: `${ url }/v1/x` } } }));
    expect(received).toStrictEqual([JSON.stringify({ resourceType: 'namespace' })]);
  });
});
