import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/package/run';

const SCRIPT = `
import { admissionRules, createControllers, Definitions, HarvesterApi, loadDemoData, sampleObject, startServer } from 'harvester-models/testing';

const api = new HarvesterApi({ admission: admissionRules, controllers: createControllers() });

loadDemoData(api.cluster, () => api.settle());
api.cluster.create('keypairs.harvesterhci.io', sampleObject(Definitions.all().ofResource('keypairs.harvesterhci.io')));

const server = await startServer({ api, mode: 'standalone', port: 0 });
const { data } = await (await fetch(server.url + '/v1/harvester/loadbalancer.harvesterhci.io.ippools')).json();
const patched = await fetch(server.url + '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools/global', {
  method: 'PATCH', headers: { 'content-type': 'application/merge-patch+json' }, body: JSON.stringify({ metadata: { labels: { seen: 'yes' } } }),
});

console.log(JSON.stringify({ pools: data.length > 0, patched: patched.status, status: 'status' in await patched.json() }));
await server.close();
`;

describe('harvester-models/testing', () => {
  it('serves a Harvester in plain Node, with its types, its webhooks and demo data', async () => {
    writeFileSync(path.join(inject('consumer'), 'serve.mjs'), SCRIPT);

    expect(JSON.parse(await run(process.execPath, ['serve.mjs'], { cwd: inject('consumer') }))).toStrictEqual({ pools: true, patched: 200, status: true });
  });
});
