import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBinaries } from '../../scripts/cluster/binaries';
import { startCluster, type RunningCluster } from '../../scripts/cluster/start';
import { replay, type Transcript } from '../contract/replay';

const folder = new URL('../contract/transcripts/', import.meta.url);
const transcripts = readdirSync(folder).sort().map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Transcript);
const rows = transcripts.map((transcript) => [transcript.name, transcript.steps.length, transcript] as const);

describe(`${ rows.reduce((sum, [, steps]) => sum + steps, 0) } recorded steps`, () => {
  let fresh: RunningCluster;

  // What was recorded was recorded on a control plane that held nothing else.
  beforeAll(async() => {
    fresh = await startCluster(await buildBinaries());
  });

  afterAll(() => fresh.close());

  it.each(rows)('come out as they did: %s, %i steps', async(_name, _steps, transcript) => {
    expect(await replay(fresh.steveUrl, transcript)).toStrictEqual([]);
  });
});
