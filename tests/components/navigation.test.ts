import { describe, expect, it } from 'vitest';
import { registry, type ModelClass } from '@models/registry';
import { navigationTypes, addNavigation } from '../../pkg/harvester/navigation';
import { pageTypeOf, typeOfPage } from '../../pkg/harvester/pages/page-types';
import { detailRoute, listRoute } from '../../pkg/harvester/routes';

const models: readonly ModelClass[] = Object.values(registry);
const NETWORK = 'k8s.cni.cncf.io.networkattachmentdefinition';

function navigation() {
  const options = new Map<string, Readonly<Record<string, unknown>>>();
  const groups = new Map<string, string>();
  const virtual = new Map<string, Readonly<Record<string, unknown>>>();

  addNavigation({
    product:       () => undefined,
    weightGroup:   () => undefined,
    weightType:    () => undefined,
    basicType:     (types, group = 'root') => { types.forEach((type) => groups.set(type, group)); },
    configureType: (type, given) => { options.set(type, given); },
    virtualType:   (type) => { virtual.set(String(type.name), type); },
  });

  return { options, groups, virtual };
}

describe('the side navigation', () => {
  it('leads to every type of the registry', () => {
    expect(Object.keys(registry).filter((type) => !navigationTypes.includes(type))).toStrictEqual([]);
  });

  it('leads to a list below the product\'s own routes', () => {
    expect(navigation().options.get('loadbalancer.harvesterhci.io.ippool')).toMatchObject({
      customRoute: { name: 'harvester-c-cluster-resource', params: { product: 'harvester', resource: 'loadbalancer.harvesterhci.io.ippool' } },
    });
  });

  it('shows a kind that the shell has pages for under its own name, and only where it is served', () => {
    const { groups, options, virtual } = navigation();

    expect(groups.get('harvesterhci.io.networkattachmentdefinition')).toBe('networks');
    expect(options.get('harvesterhci.io.networkattachmentdefinition')).toMatchObject({ resource: NETWORK });
    expect(virtual.get('harvesterhci.io.networkattachmentdefinition')).toMatchObject({ ifHaveType: NETWORK, namespaced: true });
  });
});

describe('pageTypeOf', () => {
  it('gives every kind that is registered for the Harvester store only, and has pages, a name of its own', () => {
    const shared = models.filter(({ storeScoped, columns, formTabs, detailSections }) => storeScoped && columns.length + formTabs.length + detailSections.length > 0);

    expect(shared.map(({ type }) => type)).toContain(NETWORK);
    expect(shared.filter(({ type }) => pageTypeOf(type) === type)).toStrictEqual([]);
  });

  it.each(models.map(({ type }) => type))('is undone by typeOfPage for %s', (type) => {
    expect(typeOfPage(pageTypeOf(type))).toBe(type);
  });

  it('is not fooled by what every object has', () => {
    expect(pageTypeOf('constructor')).toBe('constructor');
  });
});

describe('routes', () => {
  it('lead to a resource with and without a namespace', () => {
    expect(detailRoute('secret', 'default/token')).toStrictEqual({
      name: 'harvester-c-cluster-resource-namespace-id', params: { product: 'harvester', resource: 'secret', id: 'token', namespace: 'default' },
    });
    expect(detailRoute('namespace', 'default')).toStrictEqual({ name: 'harvester-c-cluster-resource-id', params: { product: 'harvester', resource: 'namespace', id: 'default' } });
    expect(listRoute('namespace')).toStrictEqual({ name: 'harvester-c-cluster-resource', params: { product: 'harvester', resource: 'namespace' } });
  });
});
