import { describe, expect, it } from 'vitest';
import { handleConflict } from '@shell/plugins/dashboard-store/normalize';
import SteveModel from '@shell/plugins/steve/steve-class';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import type { AnyModel } from '../../scripts/conformance/dashboard-store';
import { allocate, createPool, dashboardOf, type EditedPool, POOL, urlOf } from '../support/pool';
import { succeed, type TestServer } from '../support/test-server';

/** Keeps `status` in the PUT, as models do that were mended by hand. */
class KeepsStatus extends SteveModel {
  override cleanForSave(data: Record<string, unknown>): Record<string, unknown> {
    return data;
  }
}

/** A pool is edited while a load balancer takes an address of it; what the form does after a 409 is the shell's own. */
async function editWhileAllocating(server: TestServer, model: AnyModel, name: string): Promise<readonly unknown[]> {
  await createPool(server, name, {});

  const dashboard = await dashboardOf(server, { model });
  const live = await dashboard.find(POOL, name);
  const [initial, edited] = [await dashboard.clone(live), await dashboard.clone(live) as EditedPool];
  const first = await allocate(server, name, 'default/first');

  edited.spec.description = 'edited';

  try {
    await edited.save({ skipUIValidation: true });
  } catch (error) {
    expect(error).toMatchObject({ _status: 409 });

    const store = { dispatch: dashboard.store.dispatch, getters: dashboard.store.getters as object };

    // Before 3.0.5 the shell's function took the first object as data, and the getters apart.
    expect(await Reflect.apply(handleConflict, undefined, handleConflict.length > 5
      ? [initial.toJSON(), edited, live, store.getters, store, 'harvester']
      : [initial, edited, live, store, 'harvester'])).toBe(false);
    await edited.save({ skipUIValidation: true });
  }

  const between = await succeed(server, 'GET', urlOf(name));
  const second = await allocate(server, name, 'default/second');

  return [(between.spec as { readonly description: string }).description, (between.status as { readonly allocated: object }).allocated, first.address, second.address];
}

/** What becomes of an allocation that is made while a form is open. */
export function describeStaleStatus(server: TestServer): void {
  describe(`on ${ server.name }, a pool that is edited while a load balancer takes an address`, () => {
    it('forgets the address where status is merely kept in the PUT: the shell\'s merge after the 409 sends the old one', async() => {
      expect(await editWhileAllocating(server, KeepsStatus, 'forgets')).toStrictEqual(['edited', {}, '192.168.0.10', '192.168.0.10']);
    });

    it('remembers it on HarvesterResource', async() => {
      expect(await editWhileAllocating(server, IPPool, 'remembers')).toStrictEqual(['edited', { '192.168.0.10': 'default/first' }, '192.168.0.10', '192.168.0.11']);
    });
  });
}
