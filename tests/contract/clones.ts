import { describe, expect, it } from 'vitest';
import { SaveError } from '@models/base/save-error';
import { createPool, dashboardOf, edit, urlOf } from '../support/pool';
import { succeed, type TestServer } from '../support/test-server';

const CLONES = 12;

/** Several edits of one object in one dashboard, whose store lets equal GETs that are under way share an answer. */
export function describeClones(server: TestServer): void {
  describe(`on ${ server.name }, clones of one pool in one dashboard`, () => {
    it('lose nothing of one another when they are saved at once', async() => {
      await createPool(server, 'clones');

      const dashboard = await dashboardOf(server);
      const clones = await Promise.all(Array.from({ length: CLONES }, () => edit(dashboard, 'clones')));

      await Promise.all(clones.map(async(clone, index) => {
        clone.setLabel(`example.io/clone-${ index }`, `${ index }`);
        await clone.save({ skipUIValidation: true });
      }));

      const { metadata, status } = await succeed(server, 'GET', urlOf('clones'));
      const labels = Object.fromEntries(clones.map((_, index) => [`example.io/clone-${ index }`, `${ index }`]));

      expect(metadata.labels).toStrictEqual(labels);
      expect(status).toMatchObject({ available: 240, allocated: { '192.168.0.10': 'default/lb' } });
      expect((await dashboard.find('loadbalancer.harvesterhci.io.ippool', 'clones')).metadata?.labels).toStrictEqual(labels);
    });

    it('let one value win, and tell everybody else, when they change one field to different values', async() => {
      await createPool(server, 'contested');

      const dashboard = await dashboardOf(server);
      const clones = await Promise.all(Array.from({ length: CLONES }, () => edit(dashboard, 'contested')));
      const outcomes = await Promise.all(clones.map(async(clone, index) => {
        clone.spec.description = `${ index }`;

        return clone.save({ skipUIValidation: true }).then(() => `${ index }`, (error: unknown) => error instanceof SaveError ? error.kind : error);
      }));
      const { spec } = await succeed(server, 'GET', urlOf('contested'));

      expect(outcomes.toSorted()).toStrictEqual([(spec as { readonly description: string }).description, ...Array.from({ length: CLONES - 1 }, () => 'conflict')]);
    });

    it('let an edit go on while it is saved: what was typed meanwhile is saved by the next one', async() => {
      await createPool(server, 'typing');

      const clone = await edit(await dashboardOf(server, {
        before({ method }) {
          if (method === 'PATCH') {
            clone.spec.selector.network = 'default/b';
          }
        },
      }), 'typing');

      clone.spec.description = 'first';
      await clone.save({ skipUIValidation: true });
      expect(await succeed(server, 'GET', urlOf('typing'))).toMatchObject({ spec: { description: 'first', selector: { network: 'default/a' } } });
      await clone.save({ skipUIValidation: true });
      expect(await succeed(server, 'GET', urlOf('typing'))).toMatchObject({ spec: { description: 'first', selector: { network: 'default/b' } } });
    });
  });
}
