import { describe, expect, it } from 'vitest';
import { ClusterNetwork } from '@models/network.harvesterhci.io/cluster-network';
import { VlanStatus } from '@models/network.harvesterhci.io/vlan-status';
import { createModel } from '../support/model';

const TYPE = 'network.harvesterhci.io.clusternetwork';

describe('ClusterNetwork', () => {
  it.each([
    ['its condition says so', [{ type: 'ready', status: 'True' }], true],
    ['its condition says no', [{ type: 'ready', status: 'False' }], false],
    ['a condition of another case says so', [{ type: 'Ready', status: 'True' }], false],
    ['there is no condition', [], false],
  ])('is ready or not when %s', (_reason, conditions, isReady) => {
    expect(createModel(ClusterNetwork, { id: 'mgmt', type: TYPE, status: { conditions } }).isReady).toBe(isReady);
    expect(createModel(VlanStatus, { id: 'x', status: { conditions } }).isReady).toBe(isReady);
  });

  it.each([
    ['is set', '9000', 9000],
    ['is the default', '0', 0],
    ['is no number', 'jumbo', undefined],
    ['is not set', undefined, undefined],
  ])('has the MTU of its annotation when it %s', (_reason, text, mtu) => {
    const annotations = text === undefined ? {} : { 'network.harvesterhci.io/uplink-mtu': text };

    expect(createModel(ClusterNetwork, { id: 'mgmt', type: TYPE, metadata: { annotations } }).mtu).toBe(mtu);
  });
});
