import { Agent, request } from 'node:https';
import type { JsonObject } from '../harvester-api/types';

export interface KubeAnswer {
  readonly status: number;
  readonly body: string;
}

/** Speaks to a kube-apiserver whose certificate nobody has signed but itself. */
export class KubeClient {
  private readonly url: string;
  private readonly token: string;
  private readonly agent: Agent;

  constructor(url: string, token: string, certificate: string) {
    this.url = url;
    this.token = token;
    this.agent = new Agent({ ca: certificate, keepAlive: true, maxSockets: 8 });
  }

  send(method: string, path: string, object?: JsonObject): Promise<KubeAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.url), {
        method, agent: this.agent, headers: { 'authorization': `Bearer ${ this.token }`, 'content-type': 'application/json' },
      }, (answer) => {
        const chunks: Buffer[] = [];

        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
        });
      });

      sent.once('error', reject);
      sent.end(object && JSON.stringify(object));
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
