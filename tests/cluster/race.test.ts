import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../scripts/harvester-api/types';
import { createPool, dashboardOf, edit, request, send, succeed, urlOf } from './support/pool';

const EDITORS = 60;
const LOAD_BALANCERS = 40;
const FIRST_HOST = 10;

interface PoolStatus {
  readonly available: number;
  readonly allocated: Readonly<Record<string, string>>;
}

/** What Harvester's controller does for a load balancer: the first address that the pool does not record as held. Resolves to it. */
async function allocate(name: string, holder: string): Promise<string> {
  for (;;) {
    const pool = await succeed('GET', urlOf(name)) as KubeObject & { readonly status?: PoolStatus };
    const { available = 241, allocated = {} } = pool.status ?? {};
    const address = Array.from({ length: 241 }, (_, index) => `192.168.0.${ FIRST_HOST + index }`).find((candidate) => !(candidate in allocated)) ?? '';
    const { status } = await request('PUT', urlOf(name), {
      ...pool, status: { ...pool.status, available: available - 1, lastAllocated: address, allocated: { ...allocated, [address]: holder } },
    });

    if (status === 200) {
      return address;
    }
    if (status !== 409) {
      throw new Error(`the controller is answered ${ status }`);
    }
  }
}

describe('sixty editors of one pool and a controller', () => {
  it('lose no update, and no address is given out twice', async() => {
    await createPool('race', {});

    // Everybody has a browser of their own: within one, the shell lets requests for the same object share an answer.
    const schemas = await send({ method: 'GET', url: '/v1/schemas', headers: { accept: 'application/json' } });
    const forms = await Promise.all(Array.from({ length: EDITORS }, async() => edit(await dashboardOf({ schemas }), 'race')));
    const edits = forms.map(async(form, index) => {
      form.setLabel(`example.io/editor-${ index }`, `${ index }`);
      await form.save({ skipUIValidation: true });
    });
    const given = (async() => {
      const addresses: string[] = [];

      for (let index = 0; index < LOAD_BALANCERS; index++) {
        addresses.push(await allocate('race', `default/lb-${ index }`));
      }

      return addresses;
    })();
    const [addresses] = await Promise.all([given, ...edits]);
    const { metadata, status } = await succeed('GET', urlOf('race'));

    expect(metadata.labels).toStrictEqual(Object.fromEntries(forms.map((_, index) => [`example.io/editor-${ index }`, `${ index }`])));
    expect(new Set(addresses).size).toBe(LOAD_BALANCERS);
    expect(status).toMatchObject({
      available: 241 - LOAD_BALANCERS, lastAllocated: addresses.at(-1), allocated: Object.fromEntries(addresses.map((address, index) => [address, `default/lb-${ index }`])),
    });
  }, 120_000);
});
