import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HarvesterApi } from '../../scripts/harvester-api/api';
import { startServer } from '../../scripts/harvester-api/server';
import type { SteveVersion } from '../../scripts/harvester-api/steve/versions';
import { replay, type Transcript } from './replay';

function recordings(name: string): readonly Transcript[] {
  const folder = new URL(`${ name }/`, import.meta.url);

  return readdirSync(folder).sort().map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Transcript);
}

describe.each<[SteveVersion, string]>([
  ['0.7', 'transcripts'],
  ['0.10', 'transcripts-steve-0.10'],
])('the embedded Harvester API with Steve %s', (steveVersion, folder) => {
  const transcripts = recordings(folder);

  it.each(transcripts)('answers as the recorded control plane does: $name', async (transcript) => {
    const server = await startServer({ api: new HarvesterApi({ steveVersion }), mode: 'standalone', port: 0 });

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
