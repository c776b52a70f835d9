import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkExtension } from '../../scripts/check/check-extension';
import { findExtension } from '../../scripts/check/extension';
import type { Row } from '../../scripts/check/row';
import { resolution } from '../../scripts/shell-resolution';
import { checkout, type Checkout } from './support/checkout';

const shell = resolution.alias['@shell'];

interface Case {
  /** What the row must say beside `type` and `file`; what is left out is as it should be. */
  readonly row: Partial<Row>;
  readonly source: string;
}

const STEVE = 'import SteveModel from \'@shell/plugins/steve/steve-class\';\n';
const HYBRID = 'import HybridModel from \'@shell/plugins/steve/hybrid-class\';\n';
const CONDITIONS = 'status.conditions[].lastUpdateTime';
const KEPT = ['metadata.creationTimestamp', 'metadata.generation', 'metadata.relationships', 'metadata.state', 'metadata.uid', 'status'];

/** A model each, by its file below `models/` and the reason why it is in the table. */
const CASES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  'by where the type keeps its status': {
    'harvesterhci.io.keypair.js': {
      source: `${ STEVE }export default class KeyPair extends SteveModel {}`,
      row:    { base: 'SteveModel', loses: ['metadata.finalizers', 'status'] },
    },
    'kubevirt.io.virtualmachine.js': {
      source: `${ STEVE }export default class VirtualMachine extends SteveModel {}`,
      row:    { base: 'SteveModel', loses: ['metadata.finalizers'] },
    },
    'harvesterhci.io.blockdevice.js': {
      source: `${ STEVE }export default class BlockDevice extends SteveModel {}`,
      row:    { base: 'SteveModel', error: expect.stringMatching(/^its form can not be saved: 422 .*status: Required value/) as string },
    },
    'network.harvesterhci.io.vlanconfig.js': {
      source: `${ STEVE }export default class VlanConfig extends SteveModel {}`,
      row:    { base: 'SteveModel', loses: ['metadata.finalizers'] },
    },
  },
  'by how the class cleans': {
    'loadbalancer.harvesterhci.io.ippool.js': {
      source: `${ STEVE }export default class IPPool extends SteveModel { cleanForSave(data) { return data; } }`,
      row:    { base: 'SteveModel', loses: [CONDITIONS], losesAsYaml: ['status'], sends: ['__clone', 'links', ...KEPT], staleStatus: true },
    },
    'kubevirt.io.virtualmachineinstancemigration.js': {
      source: `${ HYBRID }export default class Migration extends HybridModel {}`,
      row:    { base: 'HybridModel', loses: [CONDITIONS], losesAsYaml: ['status'], staleStatus: true, facts: false },
    },
    'harvesterhci.io.addon.js': {
      source: `${ HYBRID }export default class Addon extends HybridModel {}`,
      row:    { base: 'HybridModel' },
    },
    'devices.harvesterhci.io.pcideviceclaim.js': {
      source: `${ STEVE }export default class Claim extends SteveModel {
        cleanForSave(data) { const val = super.cleanForSave(data); delete val.metadata.ownerReferences; delete val.metadata.annotations; return val; }
      }`,
      row: { base: 'SteveModel', loses: ['metadata.annotations', 'metadata.finalizers', 'metadata.ownerReferences'] },
    },
    'harvesterhci.io.schedulevmbackup.js': {
      source: `${ STEVE }export default class Schedule extends SteveModel {
        toSave() { const { spec: { cron, ...spec }, ...rest } = JSON.parse(JSON.stringify(this)); return { ...rest, spec }; }
        cleanForSave(data) { return { ...super.cleanForSave(data), status: data.status }; }
      }`,
      row: { base: 'SteveModel', error: expect.stringContaining('spec.cron') as string },
    },
    'harvesterhci.io.supportbundle.js': {
      source: `${ STEVE }export default class Bundle extends SteveModel {
        async _save(opt) { this.spec.description = 'written on every save'; return super._save(opt); }
      }`,
      row: { base: 'SteveModel', loses: ['metadata.finalizers', 'status'], sends: ['spec.description'] },
    },
    'harvesterhci.io.upgrade.js': {
      source: `${ STEVE }export default class Upgrade extends SteveModel { async save() { return this; } }`,
      row:    { base: 'SteveModel', note: 'its save sends nothing' },
    },
    'harvesterhci.io.setting.js': {
      source: `${ STEVE }export default class Setting extends SteveModel { async save() { await this.patch([{ op: 'add', path: '/metadata/labels/example.io~1edited', value: 'yes' }]); } }`,
      row:    { base: 'SteveModel', losesAsYaml: ['status', CONDITIONS] },
    },
    'harvesterhci.io.virtualmachinerestore.js': {
      source: `${ HYBRID }export default class Restore extends HybridModel {
        get customValidationRules() { return [{ path: 'spec.nowhere', required: true, translationKey: 'x' }]; }
        cleanForSave(data) { return { ...super.cleanForSave(data), status: undefined }; }
        async save() { this.user = this.$rootGetters['other/user'](1).name.first; delete this.user; return super.save(); }
      }`,
      row: { base: 'HybridModel', loses: ['status'] },
    },
    'harvesterhci.io.preference.js': {
      source: `${ HYBRID }export default class Preference extends HybridModel { validationErrors() { return ['Sample is not allowed']; } save() { return super.save(); } }`,
      row:    { base: 'HybridModel', note: 'its own validation refuses the sample: Sample is not allowed' },
    },
    'harvesterhci.io.version.js': {
      source: `${ STEVE }export default class Version extends SteveModel { async save() { throw new Error('not today'); } }`,
      row:    { base: 'SteveModel', error: 'its form can not be saved: not today' },
    },
  },
  'by what the class stands on': {
    'harvester.js': {
      source: `${ STEVE }export default class HarvesterResource extends SteveModel { cleanForSave(data) { return data; } get broken() { return this.spec.a; } }`,
      row:    { base: 'SteveModel', facts: false, note: 'the base of other models, no type of its own' },
    },
    'harvesterhci.io.virtualmachinetemplate.js': {
      source: 'import HarvesterResource from \'./harvester\';\nexport default class Template extends HarvesterResource {}',
      row:    { base: 'HarvesterResource > SteveModel', sends: ['__clone', 'links', ...KEPT], throws: ['broken'] },
    },
    'harvester/namespace.js': {
      source: 'import Namespace from \'@shell/models/namespace\';\nexport default class extends Namespace {}',
      row:    { base: 'Namespace > SteveModel', loses: ['metadata.finalizers'] },
    },
    'harvester/pod.js': {
      source: 'import Pod from \'@shell/models/pod\';\nexport default class HciPod extends Pod { get podIp() { return this.status.podIP; } }',
      row:    { base: expect.stringMatching(/^Pod > .*SteveModel$/) as string, loses: ['metadata.finalizers'], throws: ['podIp'] },
    },
    'harvesterhci.io.resourcequota.js': {
      source: `${ STEVE }const Named = (Base) => class extends Base { get label() { return this.spec.label.trim(); } };\nexport default class Quota extends Named(SteveModel) {}`,
      row:    { base: 'anonymous class > SteveModel', loses: ['metadata.finalizers'], throws: ['label'] },
    },
    'clusterroletemplatebinding.js': {
      source: 'import NormanModel from \'@shell/plugins/steve/norman-class\';\nexport default class Binding extends NormanModel { get user() { return this.user_.id; } }',
      row:    { base: 'NormanModel', facts: false, throws: ['user'], note: 'saves through Norman (/v3), not to Kubernetes' },
    },
    'labreport.js': {
      source: 'import Resource from \'@shell/plugins/dashboard-store/resource-class\';\nexport default class Report extends Resource {}',
      row:    { base: 'Resource', facts: false, note: 'on the shell\'s Resource: a type of the dashboard\'s own, not of Kubernetes' },
    },
    'management.cattle.io.project.js': {
      source: `${ HYBRID }export default class Project extends HybridModel { async save() { const norman = await this.$dispatch('rancher/clone', { resource: this }, { root: true }); await norman.save(); } }`,
      row:    { base: 'HybridModel', facts: false, note: 'saves through rancher/clone, not to Kubernetes' },
    },
    'harvester/schema.js': {
      source: 'import Schema from \'@shell/models/schema\';\nexport default class HciSchema extends Schema {}',
      row:    { base: expect.stringContaining('Schema') as string, facts: false, note: 'the dashboard never saves this type' },
    },
    'helpers.js': { source: 'export const answer = 42;', row: { facts: false, note: 'no class as default export: no store uses it' } },
    'example.io.thing.js': {
      source: `${ STEVE }export default class Thing extends SteveModel {}`,
      row:    { base: 'SteveModel', facts: false, loses: ['metadata.finalizers', 'status'] },
    },
  },
  'by what their getters ask': {
    'harvesterhci.io.lvmvolumegroup.js': {
      source: `${ HYBRID }import icon from '@pkg/icon.svg';
        export default class Group extends HybridModel {
          get a() { return this.$rootGetters['harvester-common/getFeatureEnabled']('x').y.z; }
          get b() { const { publicKey } = this.$rootGetters['plugins/credentialOptions']('x'); return publicKey; }
          get c() { return this.$rootGetters.currentCluster.id + this.$rootGetters['prefs/get']('x').includes('y') + this.t('z'); }
          get d() { return [...this.$rootGetters['harvester/all']('node')].map(({ id }) => id); }
          get e() { return this.$rootState.$extension.getDynamic('image', 'x') + window.location.origin + this.currentRouter().resolve({}).href; }
          get f() { return Promise.reject(new Error('later')); }
          get g() { return icon.length; }
          get h() { return this.spec.nodeName; }
          get i() { return this.metadata.labels['x']; }
          get j() { return this.$getters['byId']('node', 'x').id; }
        }`,
      row: { base: 'HybridModel', throws: ['h', 'i', 'j'] },
    },
  },
  'that can not be loaded': {
    'example.io.missing.js': {
      source: `${ STEVE }import { x } from './nowhere';\nexport default class Missing extends SteveModel { get x() { return x; } }`,
      row:    { facts: false, error: expect.stringMatching(/^can not be loaded: .*\.\/nowhere.*pkg\/rig\/models\/example\.io\.missing\.js/) as string },
    },
    'example.io.deep.js': {
      source: `${ STEVE }import '@pkg/utils/broken';\nexport default class Deep extends SteveModel {}`,
      row:    { facts: false, error: expect.stringMatching(/^can not be loaded: .*not-a-package.*pkg\/rig\/utils\/broken\.js/) as string },
    },
    'example.io.syntax.js': { source: `${ STEVE }export default class extends SteveModel { get( }`, row: { facts: false, error: expect.stringMatching(/^can not be loaded: .*pkg\/rig\/models\/example\.io\.syntax\.js/) as string } },
    'example.io.early.js':  { source: `${ STEVE }null.x;\nexport default class Early extends SteveModel {}`, row: { facts: false, error: expect.stringMatching(/^can not be loaded: .*'x'.*pkg\/rig\/models\/example\.io\.early\.js:\d/) as string } },
  },
};

const SUPPORT: Readonly<Record<string, string>> = {
  'pkg/rig/package.json':    '{ "name": "rig" }',
  'pkg/rig/utils/broken.js': 'import \'not-a-package\';',
  'pkg/rig/models/__tests__/rig.test.js':     'describe(\'never loaded\', () => {});',
  'pkg/rig/models/harvesterhci.io.test.ts':   'describe(\'never loaded\', () => {});',
  'pkg/rig/models/types.d.ts':                'export interface Never {}',
};

let extension: Checkout;
let rows: ReadonlyMap<string, Row>;

beforeAll(async () => {
  const models = Object.values(CASES).flatMap((cases) => Object.entries(cases).map(([file, { source }]) => [`pkg/rig/models/${ file }`, source] as const));

  extension = checkout({ ...SUPPORT, ...Object.fromEntries(models) });
  rows = new Map((await checkExtension(findExtension(extension.dir), shell, () => undefined)).rows.map((row) => [row.file, row]));
}, 120_000);

afterAll(() => { extension.remove(); });

describe.each(Object.entries(CASES))('models %s', (_kind, cases) => {
  it.each(Object.entries(cases))('are judged for what they do: %s', (name, { row }) => {
    const file = `pkg/rig/models/${ name }`;

    expect(rows.get(file)).toStrictEqual({
      type: path.basename(name).replace(/\.js$/, ''), file, base: '', loses: [], sends: [], losesAsYaml: [], staleStatus: false, throws: [], error: null, facts: true, ...row,
    });
  });
});

describe('a check', () => {
  it('has a row for each file that the importer registers, and none for tests and declarations', () => {
    expect([...rows.keys()].sort()).toStrictEqual(Object.values(CASES).flatMap((cases) => Object.keys(cases).map((file) => `pkg/rig/models/${ file }`)).sort());
  });
});
