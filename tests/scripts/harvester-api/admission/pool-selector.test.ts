import { describe, expect, it } from 'vitest';
import { selectPool } from '../../../../scripts/harvester-api/admission/pool-selector';
import type { JsonObject, KubeObject } from '../../../../scripts/harvester-api/types';
import { stored } from './cluster';

const pool = (name: string, selector: JsonObject, labels = {}): KubeObject => stored({ metadata: { name, labels }, spec: { selector } });
const POOLS = [
  pool('global', { scope: [{ project: '*', namespace: '*', guestCluster: '*' }], network: 'default/none' }, { 'loadbalancer.harvesterhci.io/global-ip-pool': 'true' }),
  pool('low', { priority: 1, scope: [{ project: '*', namespace: 'a', guestCluster: '*' }] }),
  pool('high', { priority: 9, scope: [{ project: '*', namespace: 'a', guestCluster: 'guest' }] }),
  pool('vlan', { network: 'default/vlan', scope: [{ project: '*', namespace: 'a', guestCluster: '*' }] }),
  pool('anonymous', { priority: 2, scope: [{ project: '', namespace: 'b', guestCluster: '' }] }),
];
const asking = { network: '', project: '', namespace: 'a', cluster: '' };

describe('selectPool', () => {
  it.each([
    ['the highest priority that fits', { ...asking, cluster: 'guest' }, 'high'],
    ['what does not fit has no priority', asking, 'low'],
    ['a network is asked for exactly', { ...asking, network: 'default/vlan' }, 'vlan'],
    ['* asks for any', { ...asking, cluster: '*' }, 'high'],
    ['the global pool serves the rest, on any network', { ...asking, namespace: 'z' }, 'global'],
    ['an empty scope field is a value, not a wildcard', { ...asking, namespace: 'b', cluster: 'guest' }, 'global'],
  ])('%s', (_reason, requirement, expected) => {
    expect(selectPool(POOLS, requirement)?.metadata.name).toBe(expected);
  });

  it('takes an empty project or guest cluster for anyone when asked loosely', () => {
    expect(selectPool(POOLS, { ...asking, namespace: 'b', project: 'p', cluster: 'guest' }, true)?.metadata.name).toBe('anonymous');
  });

  it('finds nothing without a global pool', () => {
    expect(selectPool(POOLS.slice(1), { ...asking, namespace: 'z' })).toBeUndefined();
  });
});
