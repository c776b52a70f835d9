import { describe, expect, it } from 'vitest';
import SteveModel from '@shell/plugins/steve/steve-class';
import { SaveError } from '@models/base/save-error';
import type { JsonObject } from '../../scripts/harvester-api/types';
import { createPool, dashboardOf, edit, urlOf } from '../support/pool';
import { succeed, type TestServer } from '../support/test-server';

const MERGE = 'application/merge-patch+json';

/** What a controller writes when it gives out another address. */
const NEXT_ADDRESS = { status: { available: 239, lastAllocated: '192.168.0.11', allocated: { '192.168.0.11': 'default/next' } } };

/** The edit of one field, and what others do meanwhile. */
export function describeSave(server: TestServer): void {
  describe(`a selector that is edited on ${ server.name }`, () => {
    it('changes, and nothing else does', async() => {
      const before = await createPool(server, 'selector');
      const pool = await edit(await dashboardOf(server), 'selector');

      pool.spec.selector.network = 'default/b';
      await pool.save();

      const after = await succeed(server, 'GET', urlOf('selector'));

      expect({ ...after, metadata: { ...after.metadata, managedFields: undefined } }).toStrictEqual({
        ...before,
        metadata: { ...before.metadata, managedFields: undefined, generation: 2, resourceVersion: after.metadata.resourceVersion },
        spec:     { ...before.spec as JsonObject, selector: { network: 'default/b', priority: 1 } },
      });
      expect(after.metadata.resourceVersion).not.toBe(before.metadata.resourceVersion);
    });

    it('costs the pool its status through the stock model', async() => {
      await createPool(server, 'stock');

      const pool = await edit(await dashboardOf(server, { model: SteveModel }), 'stock');

      pool.spec.selector.network = 'default/b';
      await pool.save();

      const after = await succeed(server, 'GET', urlOf('stock'));

      expect([after.status, after.metadata.finalizers]).toStrictEqual([undefined, undefined]);
    });

    it('is rebased when a controller was faster', async() => {
      const answers: string[] = [];

      await createPool(server, 'rebased');

      const pool = await edit(await dashboardOf(server, {
        async before({ method }) {
          answers.push(method);

          if (method === 'PATCH' && answers.filter((sent) => sent === 'PATCH').length === 1) {
            await succeed(server, 'PATCH', urlOf('rebased'), NEXT_ADDRESS, MERGE);
          }
        },
      }), 'rebased');

      pool.spec.selector.network = 'default/b';
      await pool.save();

      expect(answers.filter((method) => method !== 'GET')).toStrictEqual(['PATCH', 'PATCH']);
      expect(await succeed(server, 'GET', urlOf('rebased'))).toMatchObject({
        spec:   { selector: { network: 'default/b', priority: 1 } },
        status: { total: 241, available: 239, lastAllocated: '192.168.0.11', allocated: { '192.168.0.10': 'default/lb', '192.168.0.11': 'default/next' } },
      });
    });

    it('is refused with both values when somebody else chose another network meanwhile', async() => {
      await createPool(server, 'collision');

      const pool = await edit(await dashboardOf(server), 'collision');

      await succeed(server, 'PATCH', urlOf('collision'), { spec: { selector: { network: 'default/theirs' } } }, MERGE);
      pool.spec.selector.network = 'default/mine';

      const error: unknown = await pool.save().catch((reason: unknown) => reason);

      expect(error instanceof SaveError && [error.kind, error.conflicts]).toStrictEqual(['conflict', [
        { path: 'spec.selector.network', base: 'default/a', mine: 'default/mine', theirs: 'default/theirs' },
      ]]);
      expect(await succeed(server, 'GET', urlOf('collision'))).toMatchObject({ spec: { selector: { network: 'default/theirs' } } });
    });

    it('is refused with the field that the schema minds', async() => {
      await createPool(server, 'invalid');

      const pool = await edit(await dashboardOf(server), 'invalid');

      pool.spec.selector.priority = 'high';

      const error: unknown = await pool.save({ skipUIValidation: true }).catch((reason: unknown) => reason);

      expect(error instanceof SaveError && [error.kind, error.code, error.causes.map(({ field }) => field)]).toStrictEqual(['invalid', 422, ['spec.selector.priority']]);
    });

    it('is said to be lost when the pool was deleted and made again', async() => {
      const { metadata } = await createPool(server, 'again');
      const pool = await edit(await dashboardOf(server), 'again');

      await succeed(server, 'PATCH', urlOf('again'), { metadata: { finalizers: null } }, MERGE);
      await succeed(server, 'DELETE', urlOf('again'));
      expect((await createPool(server, 'again')).metadata.uid).not.toBe(metadata.uid);
      pool.spec.description = 'back';

      const error: unknown = await pool.save().catch((reason: unknown) => reason);

      expect(error instanceof SaveError && error.kind).toBe('deleted');
      expect(await succeed(server, 'GET', urlOf('again'))).toMatchObject({ spec: { description: 'front' } });
    });
  });
}
