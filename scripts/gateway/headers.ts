import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** What is between the client and the gateway alone: the address and the cookies of the gateway, and what the gateway says itself. */
const OF_THE_GATEWAY = ['host', 'cookie', 'origin', 'expect', 'accept-encoding', 'x-api-host', 'x-api-url-prefix', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'];

/** What belongs to one hop of the way, or to a handshake. */
function without(headers: IncomingHttpHeaders, dropped: readonly string[]): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());

  return Object.fromEntries(Object.entries(headers).filter(([name]) => ![...HOP_BY_HOP, ...named, ...dropped].includes(name) && !name.startsWith('sec-websocket-')));
}

/** What is sent on: links are to start with `origin` and `prefix`, the address by which the client reached the gateway. */
export function requestHeaders(headers: IncomingHttpHeaders, origin: string, prefix: string): OutgoingHttpHeaders {
  const { host, protocol } = new URL(origin);

  return {
    ...without(headers, OF_THE_GATEWAY),
    // A body of unknown length stays one: Node would send it without its length for a DELETE.
    ...(headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
    // A proxy on the way may say its own X-Forwarded-Host; Steve heeds this one first.
    'x-api-host':        host,
    'x-forwarded-host':  host,
    'x-forwarded-proto': protocol.slice(0, -1),
    ...(prefix && { 'x-api-url-prefix': prefix }),
  };
}

/** What is answered: without the cookies of another host, and with the mark by which the dashboard knows that the user is logged in. */
export function responseHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return { 'x-api-cattle-auth': 'true', ...without(headers, ['set-cookie']) };
}
