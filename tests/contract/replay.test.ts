import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HarvesterApi } from '../../scripts/harvester-api/api';
import { startServer } from '../../scripts/harvester-api/server';
import { replay, type Transcript } from './replay';

const folder = new URL('transcripts/', import.meta.url);
const transcripts = readdirSync(folder).sort().map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Transcript);

describe('the embedded Harvester API', () => {
  it.each(transcripts)('answers as the recorded control plane does: $name', async (transcript) => {
    const server = await startServer({ api: new HarvesterApi(), mode: 'standalone', port: 0 });

    try {
      expect(await replay(server.url, transcript)).toStrictEqual([]);
    } finally {
      await server.close();
    }
  });

  it('has all recordings to be compared with', () => {
    expect(transcripts.map(({ steps }) => steps.length).reduce((sum, steps) => sum + steps, 0)).toBe(169);
  });
});
