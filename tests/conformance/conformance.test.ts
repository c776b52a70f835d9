import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import SteveModel from '@shell/plugins/steve/steve-class';
import { HarvesterResource } from '@models/base/harvester-resource';
import { registry } from '@models/registry';
import { checkModel } from '../../scripts/conformance/save-fidelity';
import { modelFiles } from '../../scripts/conformance/model-files';
import { Definitions } from '../../scripts/harvester-api/definitions';
import { root } from '../../scripts/shell-resolution';

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const models = Object.values(registry);
const files = new Map(modelFiles().map(({ type, file }) => [type, path.join(root, file)]));

describe.each(models.map((model) => [model.type, model] as const))('%s', (type, model) => {
  const served = Definitions.all().ofSteve(type);

  it('says of itself what the cluster says of it', () => {
    expect({ apiVersion: model.apiVersion, kind: model.kind, namespaced: model.namespaced }).toStrictEqual({
      apiVersion: served?.apiVersion, kind: served?.kind, namespaced: served?.namespaced,
    });
    expect(`${ model.apiVersion.includes('/') ? `${ model.apiVersion.split('/')[0] }.` : '' }${ model.kind.toLowerCase() }`).toBe(type);
  });

  it('knows where its status lives', () => {
    const properties = served?.schema?.properties as Record<string, unknown> | undefined;
    const required = served?.schema?.required;
    const inObject = Array.isArray(required) && required.includes('status') ? 'required' : 'object';
    const statusIn = served?.crd && !(properties && 'status' in properties) ? 'none' : served?.statusSubresource ? 'subresource' : inObject;

    expect(served?.crd || model.statusIn === 'subresource' ? statusIn : 'none').toBe(model.statusIn);
  });

  it('is the one class of its file', () => {
    const file = files.get(type);

    expect(file && existsSync(file)).toBe(true);
    expect(readFileSync(file ?? '', 'utf8').match(/^export (abstract )?class \w+/gm)).toStrictEqual([`export class ${ model.kind }`]);
  });

  it('loses nothing, however it is saved', async () => {
    expect(await checkModel(model, type)).toStrictEqual([]);
  });
});

describe('the conformance check', () => {
  const PUT = { 'content-type': 'application/json' };

  class Stock extends SteveModel {}

  class WritesByItself extends HarvesterResource {
    override async _save(): Promise<this> {
      const data = this.toJSON();

      delete data.status;
      await this.$dispatch('request', { opt: { method: 'put', url: this.linkFor('update'), headers: PUT, data }, type: this.type });

      return this;
    }
  }

  class StripsYaml extends HarvesterResource {
    override async _saveYaml(yaml: string): Promise<void> {
      await this.$dispatch('request', { opt: { method: 'put', url: this.linkFor('update'), headers: { 'content-type': 'application/yaml' }, data: yaml }, type: this.type });
    }
  }

  class RemovesLabels extends HarvesterResource {
    override toSave(): Record<string, unknown> {
      return { ...this.toJSON(), metadata: { ...this.metadata, labels: {} } };
    }
  }

  it.each([
    ['a class that skips the base', Stock, ['base', 'form', 'yaml', 'form as yaml', 'yaml of form']],
    ['a class on the base that sends a PUT of its own', WritesByItself, ['form']],
    ['a class on the base that sends YAML by itself', StripsYaml, ['yaml', 'form as yaml', 'yaml of form']],
    ['a class on the base that sends what the user did not change', RemovesLabels, ['form']],
  ])('finds %s', async (_reason, offender, ways) => {
    expect((await checkModel(offender, POOL)).map(({ way }) => way)).toStrictEqual(ways);
  });

  it('names what is lost', async () => {
    const paths = (await checkModel(Stock, POOL)).flatMap(({ losses }) => losses.map(({ path }) => path));

    // Shells before 3.0.5 strip the owners, too.
    expect(paths.filter((path) => path !== 'metadata.ownerReferences')).toStrictEqual(['metadata.finalizers', 'status', 'status.conditions[0].lastUpdateTime', 'status', 'status']);
  });

  it('fails on a registry that holds an offender', async () => {
    const offenders = await Promise.all([...models.filter(({ type }) => type === POOL), Stock].map((model) => checkModel(model, POOL)));

    expect(offenders.map((offences) => offences.length > 0)).toStrictEqual([false, true]);
  });
});
