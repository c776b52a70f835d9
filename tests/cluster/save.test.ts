import { describe, expect, it } from 'vitest';
import SteveModel from '@shell/plugins/steve/steve-class';
import { SaveError } from '@models/base/save-error';
import type { JsonObject } from '../../scripts/harvester-api/types';
import { createPool, dashboardOf, edit, succeed, urlOf } from './support/pool';

const MERGE = 'application/merge-patch+json';

/** What a controller writes when it gives out another address. */
const NEXT_ADDRESS = { status: { available: 239, lastAllocated: '192.168.0.11', allocated: { '192.168.0.11': 'default/next' } } };

describe('a selector that is edited on a real control plane', () => {
  it('changes, and nothing else does', async() => {
    const before = await createPool('selector');
    const pool = await edit(await dashboardOf(), 'selector');

    pool.spec.selector.network = 'default/b';
    await pool.save();

    const after = await succeed('GET', urlOf('selector'));

    expect({ ...after, metadata: { ...after.metadata, managedFields: undefined } }).toStrictEqual({
      ...before,
      metadata: { ...before.metadata, managedFields: undefined, generation: 2, resourceVersion: after.metadata.resourceVersion },
      spec:     { ...before.spec as JsonObject, selector: { network: 'default/b', priority: 1 } },
    });
    expect(after.metadata.resourceVersion).not.toBe(before.metadata.resourceVersion);
  });

  it('costs the pool its status through the stock model', async() => {
    await createPool('stock');

    const pool = await edit(await dashboardOf({ model: SteveModel }), 'stock');

    pool.spec.selector.network = 'default/b';
    await pool.save();

    const after = await succeed('GET', urlOf('stock'));

    expect([after.status, after.metadata.finalizers]).toStrictEqual([undefined, undefined]);
  });

  it('is rebased when a controller was faster', async() => {
    const answers: string[] = [];

    await createPool('rebased');

    const pool = await edit(await dashboardOf({
      async before({ method }) {
        answers.push(method);

        if (method === 'PATCH' && answers.filter((sent) => sent === 'PATCH').length === 1) {
          await succeed('PATCH', urlOf('rebased'), NEXT_ADDRESS, MERGE);
        }
      },
    }), 'rebased');

    pool.spec.selector.network = 'default/b';
    await pool.save();

    expect(answers.filter((method) => method !== 'GET')).toStrictEqual(['PATCH', 'PATCH']);
    expect(await succeed('GET', urlOf('rebased'))).toMatchObject({
      spec:   { selector: { network: 'default/b', priority: 1 } },
      status: { total: 241, available: 239, lastAllocated: '192.168.0.11', allocated: { '192.168.0.10': 'default/lb', '192.168.0.11': 'default/next' } },
    });
  });

  it('is refused with both values when somebody else chose another network meanwhile', async() => {
    await createPool('collision');

    const pool = await edit(await dashboardOf(), 'collision');

    await succeed('PATCH', urlOf('collision'), { spec: { selector: { network: 'default/theirs' } } }, MERGE);
    pool.spec.selector.network = 'default/mine';

    const error: unknown = await pool.save().catch((reason: unknown) => reason);

    expect(error instanceof SaveError && [error.kind, error.conflicts]).toStrictEqual(['conflict', [
      { path: 'spec.selector.network', base: 'default/a', mine: 'default/mine', theirs: 'default/theirs' },
    ]]);
    expect(await succeed('GET', urlOf('collision'))).toMatchObject({ spec: { selector: { network: 'default/theirs' } } });
  });

  it('is refused with the field that the schema minds', async() => {
    await createPool('invalid');

    const pool = await edit(await dashboardOf(), 'invalid');

    pool.spec.selector.priority = 'high';

    const error: unknown = await pool.save({ skipUIValidation: true }).catch((reason: unknown) => reason);

    expect(error instanceof SaveError && [error.kind, error.code, error.causes.map(({ field }) => field)]).toStrictEqual(['invalid', 422, ['spec.selector.priority']]);
  });

  it('is said to be lost when the pool was deleted and made again', async() => {
    const { metadata } = await createPool('again');
    const pool = await edit(await dashboardOf(), 'again');

    await succeed('PATCH', urlOf('again'), { metadata: { finalizers: null } }, MERGE);
    await succeed('DELETE', urlOf('again'));
    expect((await createPool('again')).metadata.uid).not.toBe(metadata.uid);
    pool.spec.description = 'back';

    const error: unknown = await pool.save().catch((reason: unknown) => reason);

    expect(error instanceof SaveError && error.kind).toBe('deleted');
    expect(await succeed('GET', urlOf('again'))).toMatchObject({ spec: { description: 'front' } });
  });
});
