import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** What looks at a socket's text frames on their way. */
export interface Watcher {
  /** A frame of the client: true when it has been dealt with, and is not to be sent on. */
  fromClient(text: string): boolean;
  /** A frame of the server, as the client is to see it. */
  fromServer(text: string): string;
  closed(): void;
}

const NO_CODE = 1005;
const BROKEN = 1006;

/** Joins a client's socket with one of the server behind: frames, pings, pongs and the way it closes go through in both directions. */
export class Sockets {
  private readonly chosen = new WeakMap<IncomingMessage, string>();
  private readonly server = new WebSocketServer({
    noServer: true, autoPong: false, perMessageDeflate: false, handleProtocols: (_protocols, request) => this.chosen.get(request) || false,
  });

  /** Accepts the client's socket once `behind` is open, and refuses it as `behind` was refused. */
  join(request: IncomingMessage, socket: Duplex, head: Buffer, behind: WebSocket, watch?: (reply: (text: string) => void) => Watcher): void {
    const giveUp = () => { behind.terminate(); };

    socket.once('close', giveUp);
    socket.on('error', giveUp);
    behind.on('error', () => { refuse(socket, '502 Bad Gateway'); });
    behind.once('unexpected-response', (_sent, { statusCode = 502, statusMessage = '' }) => {
      refuse(socket, `${ statusCode } ${ statusMessage }`);
      behind.terminate();
    });
    behind.once('open', () => {
      this.chosen.set(request, behind.protocol);
      socket.off('close', giveUp);
      this.server.handleUpgrade(request, socket, head, (client) => {
        couple(client, behind, watch?.((text) => { send(client, text, false); }));
      });
    });
  }

  close(): void {
    for (const client of this.server.clients) {
      client.terminate();
    }
    this.server.close();
  }
}

function refuse(socket: Duplex, status: string): void {
  if (socket.writable) {
    socket.end(`HTTP/1.1 ${ status }\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }
}

function couple(client: WebSocket, behind: WebSocket, watcher: Watcher | undefined): void {
  client.on('message', (data, isBinary) => {
    if (isBinary || !watcher?.fromClient(textOf(data))) {
      send(behind, data, isBinary);
    }
  });
  behind.on('message', (data, isBinary) => { send(client, isBinary || !watcher ? data : watcher.fromServer(textOf(data)), isBinary); });

  for (const [from, to] of [[client, behind], [behind, client]] as const) {
    from.on('ping', (data) => { to.ping(data); });
    from.on('pong', (data) => { to.pong(data); });
    from.on('close', (code, reason) => { end(to, code, reason); });
    from.on('error', () => { from.terminate(); });
  }
  client.once('close', () => watcher?.closed());
}

function send(socket: WebSocket, data: RawData | string, binary: boolean): void {
  if (socket.readyState === WebSocket.OPEN) {
    socket.send(data as Buffer | string, { binary });
  }
}

/** Closes with the code that the other side was closed with; without one as it was, without a word. */
function end(socket: WebSocket, code: number, reason: Buffer): void {
  if (code === BROKEN) {
    socket.terminate();
  } else if (code === NO_CODE) {
    socket.close();
  } else {
    socket.close(code, reason);
  }
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}
