// @vitest-environment jsdom
import { flushPromises, mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { reactive } from 'vue';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import { createModel } from '../support/model';
import { dashboard } from './shell';
import ModelDetail from '../../pkg/harvester/components/ModelDetail.vue';

const LOAD_BALANCER = 'loadbalancer.harvesterhci.io.loadbalancer';

function pool(): IPPool {
  return reactive(createModel(IPPool, {
    id: 'public', type: IPPool.type, metadata: { name: 'public' }, spec: { ranges: [{ subnet: '10.0.0.0/24' }], selector: { priority: 5 } },
    status: { total: 20, available: 19, allocated: { '10.0.0.9': 'default/web' } },
  }, { [LOAD_BALANCER]: [{ id: 'default/web', metadata: {}, status: {} }] })) as IPPool;
}

async function open(value: IPPool) {
  const { global } = dashboard({});
  const detail = mount(ModelDetail, { props: { value: value as never }, global });

  await flushPromises();

  return { detail, section: (name: string) => detail.get(`[data-section="${ name }"]`) };
}

describe('ModelDetail', () => {
  it('shows the model\'s sections in their order', async() => {
    const { detail } = await open(pool());

    expect(detail.findAll('[data-section]').map((section) => section.attributes('data-section'))).toStrictEqual(IPPool.detailSections.map(({ name }) => name));
  });

  it('shows how full the pool is and who holds which address', async() => {
    const { section } = await open(pool());

    expect(section('usage').get('[role="meter"]').attributes('aria-valuenow')).toBe('1');
    expect(section('holders').findAll('td').map((cell) => cell.text())).toStrictEqual(['10.0.0.9', 'default/web']);
    expect(section('holders').get('a').attributes('href')).toContain('harvester-c-cluster-resource-namespace-id');
  });

  it('says why the pool is in the state that it is in', async() => {
    const { detail } = await open(pool());

    expect(detail.get('[data-testid="state-message"]').text()).toContain('harvesterModels.ipPool.messages.waiting');
  });

  it('says what an empty table means, and shows a fact without a value as a dash', async() => {
    const { section } = await open(pool());

    expect(section('scopes').text()).toContain('noScopes');
    expect(section('selector').get('dd').text()).toBe('—');
  });

  it('follows the resource', async() => {
    const value = pool();
    const { section } = await open(value);

    value.status = { total: 20, available: 18, allocated: { '10.0.0.9': 'default/web', '10.0.0.10': 'default/api' } };
    await flushPromises();

    expect(section('usage').get('[role="meter"]').attributes('aria-valuenow')).toBe('2');
    expect(section('holders').findAll('tr')).toHaveLength(2);
  });
});
