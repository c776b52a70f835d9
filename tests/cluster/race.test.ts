import { afterAll, describe, expect, it } from 'vitest';
import type { ApiResponse } from '../../scripts/harvester-api/types';
import { allocate, createPool, dashboardOf, edit, POOL, urlOf } from '../support/pool';
import { succeed } from '../support/test-server';
import { clusterServer } from './support/cluster-server';

const EDITORS = 200;
const LOAD_BALANCERS = 100;

const server = clusterServer();

/** How long a save took, and how often it was sent. */
interface Save {
  readonly milliseconds: number;
  readonly attempts: number;
}

/** What a dashboard asks first: two hundred of them would be busy with types that nobody looks at. */
async function schemasOfPools(): Promise<ApiResponse> {
  const answer = await server.send({ method: 'GET', url: '/v1/schemas', headers: { accept: 'application/json' } });
  const { data, ...rest } = JSON.parse(answer.body) as { readonly data: readonly { readonly id: string }[] };

  return { ...answer, body: JSON.stringify({ ...rest, data: data.filter(({ id }) => id === POOL) }) };
}

describe(`${ EDITORS } editors of one pool and a controller`, () => {
  const report: string[] = [];

  afterAll(() => { process.stdout.write(`${ report.join('\n') }\n`); });

  it('lose no update, and no address is given out twice', async() => {
    await createPool(server, 'race', {});

    // Everybody has a browser of their own: within one, the shell lets requests for the same object share an answer.
    const schemas = await schemasOfPools();
    const attempts = Array.from({ length: EDITORS }, () => 0);
    const forms = await Promise.all(attempts.map(async(_, index) => edit(await dashboardOf(server, {
      schemas,
      before({ method }) {
        if (method === 'PATCH') {
          attempts[index] = (attempts[index] ?? 0) + 1;
        }
      },
    }), 'race')));
    const started = performance.now();
    const elapsed = () => performance.now() - started;
    const edits = forms.map(async(form, index): Promise<Save> => {
      form.setLabel(`example.io/editor-${ index }`, `${ index }`);
      await form.save({ skipUIValidation: true });

      return { milliseconds: elapsed(), attempts: attempts[index] ?? 0 };
    });
    const given = (async() => {
      const allocations: Awaited<ReturnType<typeof allocate>>[] = [];

      for (let index = 0; index < LOAD_BALANCERS; index++) {
        allocations.push(await allocate(server, 'race', `default/lb-${ index }`));
      }

      return { allocations, milliseconds: elapsed() };
    })();
    const [{ allocations, milliseconds }, ...outcomes] = await Promise.all([given, ...edits.map((edited) => edited.catch((error: unknown) => error))]);
    const saves = outcomes.filter((outcome): outcome is Save => !(outcome instanceof Error)) ;
    const failures = outcomes.filter((outcome) => outcome instanceof Error);
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

    report.push(
      `${ EDITORS } editors: ${ saves.length } saved, ${ failures.length } gave up; ${ sum(attempts) } patches sent, at most ${ Math.max(...attempts) } by one; the last one after ${ (Math.max(...saves.map((save) => save.milliseconds)) / 1000).toFixed(1) } s`,
      `controller: ${ allocations.length } allocations, ${ sum(allocations.map((allocation) => allocation.attempts)) } puts sent, at most ${ Math.max(...allocations.map((allocation) => allocation.attempts)) } for one; the last one after ${ (milliseconds / 1000).toFixed(1) } s`,
      ...failures.map((error) => error.message),
    );

    const addresses = allocations.map(({ address }) => address);
    const { metadata, status } = await succeed(server, 'GET', urlOf('race'));

    expect(failures).toStrictEqual([]);
    expect(metadata.labels).toStrictEqual(Object.fromEntries(forms.map((_, index) => [`example.io/editor-${ index }`, `${ index }`])));
    expect(new Set(addresses).size).toBe(LOAD_BALANCERS);
    expect(status).toMatchObject({
      available: 241 - LOAD_BALANCERS, lastAllocated: addresses.at(-1), allocated: Object.fromEntries(addresses.map((address, index) => [address, `default/lb-${ index }`])),
    });
  }, 240_000);
});
