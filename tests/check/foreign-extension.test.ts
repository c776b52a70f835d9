import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkExtension } from '../../scripts/check/check-extension';
import { findExtension } from '../../scripts/check/extension';
import { isOffender, type Row } from '../../scripts/check/row';
import { resolution, root } from '../../scripts/shell-resolution';
import { checkout, type Checkout } from './support/checkout';

const FIXTURE = path.join(root, 'tests/fixtures/foreign-extension');
const shell = resolution.alias['@shell'];

async function rowsOf(dir: string): Promise<ReadonlyMap<string, Row>> {
  const { rows, warnings } = await checkExtension(findExtension(dir), shell, () => undefined);

  expect(warnings).toStrictEqual([]);

  return new Map(rows.map((row) => [row.file.replace('pkg/lab/models/', ''), row]));
}

/** What the models of the sample extension lose, by hand. */
const BY_HAND: Readonly<Record<string, readonly string[]>> = {
  'loadbalancer.harvesterhci.io.ippool.js':                ['metadata.finalizers', 'status'],
  'loadbalancer.harvesterhci.io.loadbalancer.js':          ['metadata.finalizers', 'status.conditions[].lastUpdateTime'],
  'harvesterhci.io.keypair.js':                            ['metadata.finalizers', 'status.conditions[].lastUpdateTime'],
  'harvesterhci.io.virtualmachineimage.js':                ['metadata.finalizers', 'spec.checksum', 'status.conditions[].lastUpdateTime'],
  'harvesterhci.io.upgrade.js':                            ['metadata.finalizers', 'status'],
  'harvesterhci.io.supportbundle.js':                      [],
  'harvesterhci.io.setting.js':                            ['metadata.finalizers', 'status'],
  'network.harvesterhci.io.clusternetwork.js':             ['metadata.finalizers', 'status'],
  'devices.harvesterhci.io.pcideviceclaim.js':             ['metadata.finalizers', 'metadata.ownerReferences'],
  'devices.harvesterhci.io.pcidevice.ts':                  ['metadata.finalizers'],
  'k8s.cni.cncf.io.networkattachmentdefinition.js':        ['metadata.finalizers'],
  'labtoken.js':                                           [],
  'labreport.js':                                          [],
  'harvester/namespace.js':                                ['metadata.finalizers'],
  'harvester/secret.js':                                   ['metadata.finalizers'],
  'harvester/management.cattle.io.setting.js':             [],
  'harvester/configmap.js':                                ['metadata.finalizers'],
  'harvester/persistentvolumeclaim.js':                    [],
};

/** Copies of protected models of the sample still do what their authors mean them to. */
const PROTECTED_OFFENCES: readonly (readonly [string, Partial<Row>])[] = [
  ['harvesterhci.io.supportbundle.js', { error: expect.stringContaining('supportBundles') as string }],
  ['harvesterhci.io.upgrade.js', { throws: ['isCompleted', 'nodeNames'], loses: [] }],
  ['harvesterhci.io.virtualmachineimage.js', { loses: ['spec.checksum'], sends: [], staleStatus: false }],
  ['network.harvesterhci.io.clusternetwork.js', { sends: ['metadata.annotations.lab.example.io/edited'], loses: [] }],
];

describe('the sample extension', () => {
  let rows: ReadonlyMap<string, Row>;

  beforeAll(async () => { rows = await rowsOf(FIXTURE); }, 120_000);

  it('has a row for each model', () => {
    expect([...rows.keys()].sort()).toStrictEqual(Object.keys(BY_HAND).sort());
  });

  it.each(Object.entries(BY_HAND))('loses by %s what was found by hand', (file, loses) => {
    expect(rows.get(file)?.loses).toStrictEqual(loses);
  });

  it('puts an old status over a live one where models put it back by hand', () => {
    expect([...rows].filter(([, { staleStatus }]) => staleStatus).map(([file]) => file)).toStrictEqual(['harvesterhci.io.keypair.js', 'harvesterhci.io.virtualmachineimage.js', 'loadbalancer.harvesterhci.io.loadbalancer.js']);
  });

  it('has no offence in models that are not saved to Kubernetes, and in those that lose nothing', () => {
    expect([...rows].filter(([, row]) => !isOffender(row)).map(([file]) => file)).toStrictEqual(['harvester/management.cattle.io.setting.js', 'labreport.js', 'labtoken.js']);
  });
});

describe('the sample extension with the one line', () => {
  let copy: Checkout;
  let rows: ReadonlyMap<string, Row>;

  beforeAll(async () => {
    const files = [...findExtension(FIXTURE).models.map(({ file }) => file), ...['index.js', 'product.js', 'routes.js', 'package.json', 'store/harvester.js', 'config/lab.js', 'plugins/lab-resource.js', 'utils/conditions.js', 'assets/pool.svg'].map((file) => `pkg/lab/${ file }`)];

    copy = checkout({ ...Object.fromEntries(files.map((file) => [file, readFileSync(path.join(FIXTURE, file), 'utf8')])), 'harvester-models.ts': `export { protect } from '${ root }/models/base/protect';` });

    const entry = path.join(copy.dir, 'pkg/lab/index.js');

    copyFileSync(entry, path.join(copy.dir, 'pkg/lab/unprotected.js'));
    writeFileSync(entry, [
      'import { protect } from \'@/harvester-models\';',
      'import start from \'./unprotected\';',
      '// As in: import { protect } from \'harvester-models\';',
      'export default function(plugin) { protect(plugin); start(plugin); }',
    ].join('\n'));
    rows = await rowsOf(copy.dir);
  }, 120_000);

  afterAll(() => { copy.remove(); });

  it.each(PROTECTED_OFFENCES)('keeps what %s means to do', (file, row) => {
    expect(rows.get(file)).toMatchObject(row);
  });

  it('has no other offender', () => {
    expect([...rows].filter(([, row]) => isOffender(row)).map(([file]) => file)).toStrictEqual(PROTECTED_OFFENCES.map(([file]) => file));
  });

  it('tells the bases of the models, not of their protection', () => {
    expect(rows.get('loadbalancer.harvesterhci.io.loadbalancer.js')?.base).toBe('LabResource > SteveModel');
  });
});
