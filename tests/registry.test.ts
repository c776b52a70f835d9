import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import SteveModel from '@shell/plugins/steve/steve-class';
import { hasSaveEngine } from '@models/base/save-engine';
import { HarvesterResource } from '@models/base/harvester-resource';
import type { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import type { Namespace } from '@models/core/namespace';
import { modelFor, registry, type ModelClass, type ModelOf, type TypeId } from '@models/registry';
import { createModel } from './support/model';

const entries: readonly [string, ModelClass][] = Object.entries(registry);

/** How Steve names a type. Source: rancher/steve schema converter. */
function steveId({ apiVersion, kind }: ModelClass): string {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];

  return [group, kind.toLowerCase()].filter(Boolean).join('.');
}

describe('the registry', () => {
  it('knows the type of every entry', () => {
    expectTypeOf<ModelOf<'loadbalancer.harvesterhci.io.ippool'>>().toEqualTypeOf<IPPool>();
    expectTypeOf<ModelOf<'namespace'>>().toEqualTypeOf<Namespace>();
    expectTypeOf<'pod'>().not.toExtend<TypeId>();
    expectTypeOf<'secret'>().toExtend<TypeId>();
    expect(registry.secret.type).toBe('secret');
  });

  it('holds the types that lose what others do not', () => {
    expect(Object.keys(registry)).toStrictEqual([
      'devices.harvesterhci.io.migconfiguration', 'devices.harvesterhci.io.pcidevice', 'devices.harvesterhci.io.pcideviceclaim', 'devices.harvesterhci.io.sriovgpudevice',
      'devices.harvesterhci.io.sriovnetworkdevice', 'devices.harvesterhci.io.usbdevice', 'devices.harvesterhci.io.usbdeviceclaim', 'devices.harvesterhci.io.vgpudevice',
      'harvesterhci.io.setting', 'k8s.cni.cncf.io.networkattachmentdefinition', 'loadbalancer.harvesterhci.io.ippool', 'loadbalancer.harvesterhci.io.loadbalancer',
      'logging.banzaicloud.io.clusterflow', 'logging.banzaicloud.io.clusteroutput', 'logging.banzaicloud.io.flow', 'logging.banzaicloud.io.output', 'longhorn.io.node',
      'monitoring.coreos.com.alertmanagerconfig', 'namespace', 'network.harvesterhci.io.clusternetwork', 'network.harvesterhci.io.vlanconfig',
      'network.harvesterhci.io.vlanstatus', 'secret', 'storage.k8s.io.storageclass',
    ]);
  });

  it('finds a class by its type, and none for a type of others', () => {
    expect(modelFor('loadbalancer.harvesterhci.io.ippool')).toBe(registry['loadbalancer.harvesterhci.io.ippool']);
    expect(modelFor('pod')).toBeUndefined();
    expect(modelFor('toString')).toBeUndefined();
  });
});

describe.each(entries)('%s', (type, Model) => {
  it('is named as Steve names it', () => {
    expect(steveId(Model)).toBe(type);
  });

  it('is a class of the kind\'s name, in a file of that name in the folder of its group', () => {
    const [group = ''] = Model.apiVersion.includes('/') ? Model.apiVersion.split('/') : ['core'];
    const folder = new URL(`../models/${ group }/`, import.meta.url);
    const file = readdirSync(folder).find((name) => name.replaceAll('-', '') === `${ Model.kind.toLowerCase() }.ts`);

    expect(Model.name).toBe(Model.kind);
    expect(readFileSync(new URL(file ?? '', folder), 'utf8')).toContain(`export class ${ Model.kind } `);
  });

  it('makes instances whose saves go through the engine', () => {
    const instance = createModel(Model, { id: 'x', type, metadata: { name: 'x' } });

    expect(instance).toBeInstanceOf(SteveModel);
    expect(hasSaveEngine(Model)).toBe(true);
    expect(instance.issues()).toBeInstanceOf(Array);
  });

  it('is registered for Harvester\'s own store only when the shell models the kind too', () => {
    expect(Model.storeScoped).toBe(existsSync(new URL(`../node_modules/@rancher/shell/models/${ type }.js`, import.meta.url)));
  });

  it('keeps the data of its fields', () => {
    const data = { spec: { a: 1 }, status: { b: 2 }, data: { c: 'd' }, value: 'v', default: 'w', customized: true, source: 's', parameters: { p: 'q' }, provisioner: 'r' };

    expect(createModel(Model, { id: 'x', type, metadata: { name: 'x' }, ...data })).toMatchObject(data);
  });
});

describe('HarvesterResource', () => {
  it('is under every class that is not over a model of the shell', () => {
    const over = entries.filter(([, Model]) => !(Model.prototype instanceof HarvesterResource)).map(([type]) => type);

    expect(over).toStrictEqual([
      'logging.banzaicloud.io.clusterflow', 'logging.banzaicloud.io.clusteroutput', 'logging.banzaicloud.io.flow', 'logging.banzaicloud.io.output',
      'monitoring.coreos.com.alertmanagerconfig', 'namespace', 'secret', 'storage.k8s.io.storageclass',
    ]);
  });
});
