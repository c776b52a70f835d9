import { describe, expect, it } from 'vitest';
import { differences } from '../../scripts/conformance/differences';
import type { KubeObject } from '../../scripts/harvester-api/types';
import { IP_POOLS, LOAD_BALANCERS, NETWORKS, useDashboard } from './support/dashboard';
import { Form } from './support/form';
import { MODES } from './support/modes';
import { createPool, statusOf } from './support/objects';

/** The CNI config in a network, as what it means. */
function configOf(network: KubeObject): unknown {
  return JSON.parse((network.spec as { readonly config: string }).config);
}

describe.each(MODES)('A form (%s)', (mode) => {
  const dashboard = useDashboard(mode);
  const { cluster } = dashboard;

  async function open(location: string): Promise<Form> {
    await dashboard.open(location);
    const form = new Form(dashboard.page);

    await form.ready();

    return form;
  }

  it('says at the field what is wrong, and creates an IP pool when nothing is', async() => {
    const form = await open(`${ IP_POOLS }/create`);

    await form.saveButton.click();
    await expect.poll(() => form.messages('metadata.name')).toStrictEqual(['Enter a name.']);
    await expect(form.messages('spec.ranges[0].subnet')).resolves.toStrictEqual(['Range 1: enter a subnet.']);
    await form.name('created');

    await form.type('spec.ranges[0].subnet', '10.98.300.0/24');
    await expect.poll(() => form.messages('spec.ranges[0].subnet')).toStrictEqual(['Range 1: 10.98.300.0/24 is not a subnet in CIDR notation, such as 192.168.0.0/24.']);
    await form.type('spec.ranges[0].subnet', '10.98.1.0/24');
    await form.type('spec.ranges[0].rangeStart', '10.98.7.5');
    await expect.poll(() => form.messages('spec.ranges[0].rangeStart')).toStrictEqual(['Range 1: 10.98.7.5 is outside of subnet 10.98.1.0/24.']);
    await dashboard.screenshot('create-pool-messages');
    await form.type('spec.ranges[0].rangeStart', '10.98.1.5');
    await form.button('Add Range').click();
    await form.type('spec.ranges[1].subnet', '10.98.1.0/25');
    await expect.poll(() => form.messages('spec.ranges[1].subnet')).toStrictEqual(['Range 2 overlaps range 1.']);
    await form.type('spec.ranges[1].subnet', '10.98.2.0/24');
    await form.tab('Selector');
    await form.choose('spec.selector.network', 'team-a/vlan210');
    await form.button('Add Scope').click();
    await form.choose('spec.selector.scope[0].namespace', 'team-a');
    await dashboard.screenshot('create-pool');
    await form.save();

    const created = await cluster.get('pools', 'created');

    expect(created.spec).toStrictEqual({
      ranges:   [{ subnet: '10.98.1.0/24', rangeStart: '10.98.1.5' }, { subnet: '10.98.2.0/24' }],
      selector: { network: 'team-a/vlan210', scope: [{ project: '*', namespace: 'team-a', guestCluster: '*' }] },
    });
    expect(statusOf(created)).toMatchObject({ conditions: [{ type: 'Ready', status: 'True' }] });
  });

  it('creates a load balancer that gets its address, and edits nothing but what is edited', async() => {
    const { name: pool, prefix } = await createPool(cluster);
    const form = await open(`${ LOAD_BALANCERS }/create`);

    await form.name(`${ pool }-new`);
    await form.choose('spec.ipam', 'IP Pool');
    await form.choose('spec.ipPool', pool);
    await form.tab('Listeners');
    await form.type('spec.listeners[0].name', 'http');
    await form.type('spec.listeners[0].port', '80');
    await form.type('spec.listeners[0].backendPort', '8080');
    await dashboard.screenshot('create-load-balancer');
    await form.tab('Backend Server Selector');
    await form.button('Add Label').click();
    await form.field('spec.backendServerSelector').getByRole('textbox', { name: 'Key' }).fill('app');
    await form.field('spec.backendServerSelector').getByRole('textbox', { name: 'Values' }).fill('web');
    await form.save();

    const created = await cluster.get('loadBalancers', `${ pool }-new`);

    expect(created.spec).toStrictEqual({
      workloadType: 'vm', ipam: 'pool', ipPool: pool, listeners: [{ name: 'http', port: 80, backendPort: 8080, protocol: 'TCP' }], backendServerSelector: { app: ['web'] },
    });
    expect(created.status).toMatchObject({ address: `${ prefix }.10`, allocatedAddress: { ip: `${ prefix }.10`, ipPool: pool } });

    const edit = await open(`${ LOAD_BALANCERS }/default/${ pool }-new?mode=edit`);

    await edit.tab('Listeners');
    await edit.type('spec.listeners[0].port', '8000');
    await edit.save();
    expect(differences(created, await cluster.get('loadBalancers', `${ pool }-new`))).toStrictEqual([{ path: 'spec.listeners[0].port', before: 80, after: 8000 }]);
  });

  it('creates a VM network with the config that Harvester makes of it, and edits nothing but what is edited', async() => {
    const form = await open(`${ NETWORKS }/create`);

    await form.name('created');
    await form.choose('spec.config.bridge', 'data');
    await form.type('spec.config.vlan', '4095');
    await form.saveButton.click();
    await expect.poll(() => form.messages('spec.config.vlan')).toStrictEqual(['The VLAN ID must be a whole number from 1 to 4094.']);
    await form.type('spec.config.vlan', '150');
    await dashboard.screenshot('create-network');
    await form.save();

    const created = await cluster.get('networks', 'created');

    // The MTU is the cluster network's own, put in by the webhook.
    expect(configOf(created)).toStrictEqual({
      cniVersion: '0.3.1', name: 'created', type: 'bridge', bridge: 'data-br', promiscMode: true, vlan: 150, ipam: {}, mtu: 9000,
    });
    expect(created.metadata.labels).toMatchObject({ 'network.harvesterhci.io/clusternetwork': 'data', 'network.harvesterhci.io/type': 'L2VlanNetwork', 'network.harvesterhci.io/vlan-id': '150' });

    const edit = await open(`${ NETWORKS }/default/created?mode=edit`);

    await edit.type('spec.config.vlan', '151');
    await edit.save();

    const edited = await cluster.get('networks', 'created');

    expect(configOf(edited)).toStrictEqual({ ...configOf(created) as object, vlan: 151 });
    // The webhook notes that what was found out about the route was found out for another VLAN.
    expect(differences(created, edited).map(({ path }) => path)).toStrictEqual(['metadata.annotations.network.harvesterhci.io/route', 'metadata.labels.network.harvesterhci.io/vlan-id', 'spec.config']);
  });
});
