import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket, { type RawData } from 'ws';
import type { Json, JsonObject } from '../../scripts/harvester-api/types';
import { Comparison } from './comparison';

interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly body?: Json;
}

interface HttpStep {
  readonly note?: string;
  readonly request: RecordedRequest;
  readonly response: { readonly status: number; readonly body?: Json };
}

interface SocketStep {
  readonly note?: string;
  readonly sent: readonly JsonObject[];
  readonly during?: readonly HttpStep[];
  readonly stop?: JsonObject;
  readonly received: readonly JsonObject[];
}

/** One recorded scenario. */
export interface Transcript {
  readonly name: string;
  readonly steps: readonly (HttpStep | SocketStep)[];
}

/** A step that did not come out as recorded. */
export interface Failure {
  readonly step: string;
  readonly differences: readonly string[];
}

const FRAME_TIMEOUT_MS = 3000;
/** How long unexpected frames are waited for. */
const QUIET_MS = 100;

/** Replays a scenario against a server; returns what differs. */
export async function replay(base: string, transcript: Transcript): Promise<Failure[]> {
  const comparison = new Comparison(base);
  const failures: Failure[] = [];

  for (const [index, step] of transcript.steps.entries()) {
    const differences = 'request' in step ? await replayRequest(base, step, comparison) : await replaySocket(base, step, comparison);

    if (differences.length) {
      failures.push({ step: `#${ index } ${ 'request' in step ? `${ step.request.method } ${ step.request.url }` : 'socket' }`, differences });
    }
  }

  return failures;
}

async function replayRequest(base: string, { request, response, note = '' }: HttpStep, comparison: Comparison): Promise<string[]> {
  const { method, url, contentType, accept = 'application/json', body } = request;
  const sent = contentType === undefined || body === undefined ? undefined : comparison.fill(body);
  const answer = await fetch(base + comparison.fillText(url), {
    method,
    headers: { 'content-type': contentType ?? 'application/json', accept },
    ...(sent !== undefined && { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
  });
  const text = await answer.text();

  if (answer.status !== response.status) {
    return [`status: want ${ response.status }, got ${ answer.status } ${ text.slice(0, 200) }`];
  }
  if (response.body === undefined || typeof response.body === 'string') {
    return [];
  }
  const parsed = JSON.parse(text) as Json;

  return comparison.differences(response.body, parsed, '', note);
}

async function replaySocket(base: string, { sent, during = [], stop, received: expected, note = '' }: SocketStep, comparison: Comparison): Promise<string[]> {
  const socket = new WebSocket(`${ base.replace(/^http/, 'ws') }/v1/subscribe`);
  const received: JsonObject[] = [];
  const until = async (count: number) => {
    for (let waited = 0; received.length < count && waited < FRAME_TIMEOUT_MS; waited += 10) {
      await sleep(10);
    }
  };

  socket.on('message', (data) => {
    const frame = JSON.parse(text(data)) as JsonObject;

    // Steve complains, or not, that a watch has ended which it was told to stop.
    const isAfterthought = frame.name === 'resource.error' && received.some(({ name }) => name === 'resource.stop');

    if (frame.name !== 'ping' && !isAfterthought) {
      received.push(frame);
    }
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const differences: string[] = [];

  for (const frame of sent) {
    socket.send(JSON.stringify(comparison.fill(frame)));
  }
  await until(sent.length);
  for (const step of during) {
    differences.push(...(await replayRequest(base, step, comparison)).map((difference) => `during: ${ difference }`));
  }
  if (stop) {
    await until(expected.length - 1);
    socket.send(JSON.stringify(stop));
  }
  await until(expected.length);
  await sleep(QUIET_MS);
  socket.close();

  return [...differences, ...frameDifferences(expected, received, comparison, note)];
}

/** A frame's text; the server sends no other kind. */
function text(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}

function frameDifferences(expected: readonly JsonObject[], received: readonly JsonObject[], comparison: Comparison, note: string): string[] {
  const names = (frames: readonly JsonObject[]) => frames.map(({ name }) => JSON.stringify(name)).join();

  return names(expected) === names(received)
    ? expected.flatMap((frame, index) => comparison.differences(frame, received[index], `frame${ index }`, note))
    : [`frames: want ${ names(expected) }, got ${ names(received) }`];
}
