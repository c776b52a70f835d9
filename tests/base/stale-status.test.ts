import { describe, expect, it } from 'vitest';
import { handleConflict } from '@shell/plugins/dashboard-store/normalize';
import SteveModel from '@shell/plugins/steve/steve-class';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import { type AnyModel, openDashboard } from '../../scripts/conformance/dashboard-store';
import { admissionRules } from '../../scripts/harvester-api/admission/rules';
import { HarvesterApi } from '../../scripts/harvester-api/api';
import { createControllers } from '../../scripts/harvester-api/controllers/controllers';
import type { JsonObject } from '../../scripts/harvester-api/types';

const PATH = '/apis/loadbalancer.harvesterhci.io/v1beta1';

/** Keeps `status` in the PUT, as models do that were mended by hand. */
class KeepsStatus extends SteveModel {
  override cleanForSave(data: Record<string, unknown>): Record<string, unknown> {
    return data;
  }
}

function create(api: HarvesterApi, path: string, object: JsonObject): void {
  const { status, body } = api.handle({ method: 'POST', url: `${ PATH }/${ path }`, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) });

  expect([status, body.slice(0, 200)]).toStrictEqual([201, expect.any(String)]);
}

function createLoadBalancer(api: HarvesterApi, name: string): void {
  create(api, 'namespaces/default/loadbalancers', {
    apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
    kind:       'LoadBalancer',
    metadata:   { name, namespace: 'default' },
    spec:       { workloadType: 'vm', ipam: 'pool', ipPool: 'pool', listeners: [{ name: 'web', port: 80, protocol: 'TCP', backendPort: 8080 }] },
  });
}

function addressOf(api: HarvesterApi, name: string): unknown {
  return (api.cluster.get('loadbalancers.loadbalancer.harvesterhci.io', 'default', name)?.status as JsonObject | undefined)?.address;
}

/** A pool is edited while a load balancer takes an address of it; what the form does after a 409 is the shell's own. */
async function editWhileAllocating(model: AnyModel): Promise<readonly unknown[]> {
  const api = new HarvesterApi({ admission: admissionRules, controllers: createControllers() });

  create(api, 'ippools', {
    apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
    kind:       'IPPool',
    metadata:   { name: 'pool' },
    spec:       { ranges: [{ subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.20', gateway: '192.168.0.1' }] },
  });

  const dashboard = await openDashboard({ send: (request) => api.handle(request), modelFor: () => model });
  const live = await dashboard.find('loadbalancer.harvesterhci.io.ippool', 'pool');
  const [initial, edited] = [await dashboard.clone(live), await dashboard.clone(live)];

  createLoadBalancer(api, 'first');
  Reflect.set(Reflect.get(edited, 'spec') as object, 'description', 'edited');

  try {
    await edited.save({ skipUIValidation: true });
  } catch (error) {
    expect(error).toMatchObject({ _status: 409 });

    const conflicts = await handleConflict(initial, edited, live, { dispatch: dashboard.store.dispatch, getters: dashboard.store.getters as object }, 'harvester');

    expect(conflicts).toBe(false);
    await edited.save({ skipUIValidation: true });
  }

  createLoadBalancer(api, 'second');

  return [(api.cluster.get('ippools.loadbalancer.harvesterhci.io', undefined, 'pool')?.spec as JsonObject).description, addressOf(api, 'first'), addressOf(api, 'second')];
}

describe('a pool that is edited while a load balancer takes an address', () => {
  it('forgets the address where status is merely kept in the PUT: the shell\'s merge after the 409 sends the old one', async () => {
    expect(await editWhileAllocating(KeepsStatus)).toStrictEqual(['edited', '192.168.0.10', '192.168.0.10']);
  });

  it('remembers it on HarvesterResource', async () => {
    expect(await editWhileAllocating(IPPool)).toStrictEqual(['edited', '192.168.0.10', '192.168.0.11']);
  });
});
