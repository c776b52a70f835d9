import type { JsonObject } from '../models/base/kubernetes';
import { listKeysOf } from '../models/base/list-map-keys';
import { diff, patched, threeWayMerge } from '../models/base/merge';

/** Objects from 1 KB to 10 MB: ten times larger each. */
const SIZES = [1e3, 1e4, 1e5, 1e6, 1e7];
const RUNS = 15;

/** A virtual machine of about so many bytes: a spec with disks and devices, and a status with conditions. */
function virtualMachine(bytes: number): JsonObject {
  const device = (at: number): JsonObject => ({ name: `disk-${ at }`, bootOrder: at + 1, disk: { bus: 'virtio', readonly: false }, serial: `0123456789-${ at }` });
  const volume = (at: number): JsonObject => ({ [`volume-${ at }`]: { persistentVolumeClaim: { claimName: `claim-${ at }`, hotpluggable: at % 2 === 0 } } });
  const each = JSON.stringify([device(0), volume(0)]).length;
  const count = Math.max(1, Math.round(bytes / each));

  return {
    apiVersion: 'kubevirt.io/v1',
    kind:       'VirtualMachine',
    metadata:   { name: 'vm', namespace: 'default', uid: 'u', resourceVersion: '1', annotations: { 'harvesterhci.io/note': 'a' } },
    spec:       {
      running:  true,
      template: { spec: { domain: { devices: { disks: Array.from({ length: count }, (_, at) => device(at)) } }, volumes: Object.assign({}, ...Array.from({ length: count }, (_, at) => volume(at))) as JsonObject } },
    },
    status: { ready: true, conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }] },
  };
}

function median(run: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();

    run();

    return performance.now() - start;
  });

  return times.sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? 0;
}

interface Row {
  readonly bytes: number;
  readonly diffMs: number;
  readonly saveMs: number;
  readonly sent: number;
  readonly stock: number;
}

function measure(bytes: number): Row {
  const base = virtualMachine(bytes);
  const edited = patched(base, { spec: { running: false } });
  const live = patched(base, { metadata: { resourceVersion: '2' }, status: { ready: false } });
  const listKeys = listKeysOf('kubevirt.io/v1', 'VirtualMachine');
  const change = diff(base, edited);

  return {
    bytes:  JSON.stringify(base).length,
    diffMs: median(() => diff(base, edited)),
    saveMs: median(() => {
      const { merged } = threeWayMerge(base, edited, live, listKeys);

      patched(live, diff(live, merged));
    }),
    sent:  JSON.stringify({ ...change, metadata: { resourceVersion: '1', uid: 'u' } }).length,
    stock: JSON.stringify(edited).length,
  };
}

/** What a save costs: time of diff, and of merge, diff and patch after a 409; bytes sent against the stock PUT; how time grows with size. */
export function bench(): string {
  const rows = SIZES.map(measure);
  const lines = rows.map(({ bytes, diffMs, saveMs, sent, stock }) => [
    `${ (bytes / 1000).toFixed(0) } KB`.padStart(9), `${ diffMs.toFixed(3) } ms`.padStart(12), `${ saveMs.toFixed(3) } ms`.padStart(12), `${ sent } B`.padStart(8), `1 : ${ Math.round(stock / sent) }`.padStart(12),
  ].join(' '));
  const [small, large] = [rows[1], rows.at(-1)];
  const slope = small && large ? Math.log(large.diffMs / small.diffMs) / Math.log(large.bytes / small.bytes) : Number.NaN;

  return [
    ['object'.padStart(9), 'diff'.padStart(12), 'after a 409'.padStart(12), 'sent'.padStart(8), 'of stock PUT'.padStart(12)].join(' '),
    ...lines,
    `time of diff grows with size to the power of ${ slope.toFixed(2) } (1 is linear)`,
  ].join('\n');
}
