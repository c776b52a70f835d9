// @vitest-environment jsdom
import { flushPromises, mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { sortBy } from '@shell/utils/sort';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import { createModel } from '../support/model';
import { dashboard } from './shell';
import ModelList from '../../pkg/harvester/components/ModelList.vue';
import { headersOf } from '../../pkg/harvester/pages/headers';
import { registerPages } from '../../pkg/harvester/pages/model-pages';

const POOL = IPPool.type;
const LOAD_BALANCER = 'loadbalancer.harvesterhci.io.loadbalancer';
const NETWORK = 'k8s.cni.cncf.io.networkattachmentdefinition';

function pool(name: string, subnet: string, available: number): IPPool {
  return createModel(IPPool, {
    id: name, type: POOL, metadata: { name }, spec: { ranges: [{ subnet }], selector: { network: 'default/vlan100' } }, status: { total: 20, available },
  }, { [NETWORK]: [{ id: 'default/vlan100' }] });
}

function registered(): Map<string, unknown> {
  const pages = new Map<string, unknown>();

  registerPages({ register: (folder: string, name: string, load: unknown) => pages.set(`${ folder } ${ name }`, load) } as never, IPPool);

  return pages;
}

function columnNamed(name: string) {
  const column = headersOf(IPPool).find((header) => header.name === name);

  if (!column) {
    throw new Error(`The list has no column ${ name }.`);
  }

  return column;
}

describe('registerPages', () => {
  it('registers a list, a form and a detail page for a type that declares all three', () => {
    expect([...registered().keys()]).toStrictEqual([`list ${ POOL }`, `edit ${ POOL }`, `detail ${ POOL }`]);
  });
});

describe('headersOf', () => {
  it('keeps the order of the model and uses the shell\'s own header for a standard column', () => {
    expect(headersOf(IPPool).map(({ name }) => name)).toStrictEqual(['state', 'name', 'subnet', 'available', 'network', 'allocated', 'age']);
    expect(columnNamed('name').formatter).toBe('LinkDetail');
  });

  it.each([
    ['subnet', ['9.0.0.0/24', '10.0.0.0/24', '10.0.100.0/24'], 'an address sorts by its octets'],
    ['available', ['10.0.100.0/24', '9.0.0.0/24', '10.0.0.0/24'], 'a number sorts as a number: 2, 9, 10'],
  ])('lets the shell\'s table sort by %s', (name, subnets, _reason) => {
    registered();

    const rows = [pool('a', '10.0.0.0/24', 10), pool('b', '9.0.0.0/24', 9), pool('c', '10.0.100.0/24', 2)];

    expect(sortBy(rows, columnNamed(name).sort || []).map((row) => row.subnets[0])).toStrictEqual(subnets);
  });

  it('lets the filter find what the cell shows', () => {
    const { search } = columnNamed('network');
    const found = typeof search === 'object' ? search.map((find) => typeof find === 'function' && find(pool('a', '10.0.0.0/24', 1) as never)) : [];

    expect(found).toStrictEqual(['default/vlan100']);
  });
});

describe('ModelList', () => {
  const props = { resource: POOL, schema: { id: POOL, linkFor: () => '' } };

  it('loads the type and what its cells look up', async() => {
    const { global, loaded } = dashboard({});

    mount(ModelList, { props, global });
    await flushPromises();

    expect(loaded.mock.calls.map(([, { type }]) => type)).toStrictEqual([POOL, ...IPPool.relatedTypes]);
  });

  it('shows how full a pool is, and links to its network', async() => {
    const { global } = dashboard({ lists: { [POOL]: [pool('a', '10.0.0.0/24', 15)] } });
    const list = mount(ModelList, { props, global });

    await flushPromises();

    expect(list.get('[data-column="available"] [role="meter"]').attributes()).toMatchObject({ 'aria-valuenow': '5', 'aria-valuemax': '20' });
    expect(list.get('[data-column="network"] a').attributes('href')).toContain('harvesterhci.io.networkattachmentdefinition');
  });

  it('says which list could not be loaded, and shows the rest', async() => {
    const { global } = dashboard({ lists: { [POOL]: [pool('a', '10.0.0.0/24', 15)] }, failing: { [LOAD_BALANCER]: 'forbidden' } });
    const list = mount(ModelList, { props, global });

    await flushPromises();

    expect(list.get('.banner').text()).toContain('forbidden');
    expect(list.findAll('tr')).toHaveLength(1);
  });

  it('says that a cluster does not serve the type', async() => {
    const { global } = dashboard({ unserved: [POOL] });
    const list = mount(ModelList, { props: { resource: POOL, schema: null }, global });

    await flushPromises();

    expect(list.text()).toContain('harvesterModels.pages.notServed');
  });
});
