import { describe, expect, it } from 'vitest';
import { lineOf } from '../../pkg/harvester/pages/yaml-lines';

const TEXT = [
  '# A comment',
  'metadata:',
  '  labels:',
  '    app.kubernetes.io/name: web',
  '    app: web',
  'spec:',
  '  ranges:',
  '    - subnet: 10.0.0.0/24',
  '      gatway: 10.0.0.1',
  '    -',
  '      subnet: 10.0.1.0/24',
  '  selector: { network: default/a, scope: [] }',
].join('\n');

describe('lineOf', () => {
  it.each<[reason: string, path: string, line: number | undefined]>([
    ['a field at the top', 'spec', 6],
    ['a field of a list\'s entry', 'spec.ranges[0].gatway', 9],
    ['a field of a later entry', 'spec.ranges[1].subnet', 11],
    ['a field in braces', 'spec.selector.network', 12],
    ['a key with dots, as the library writes it', 'metadata.labels["app.kubernetes.io/name"]', 4],
    ['a key with dots, as the server writes it', 'metadata.labels[app.kubernetes.io/name]', 4],
    ['a key with dots, as it stands', 'metadata.labels.app.kubernetes.io/name', 4],
    ['a key that begins as another does', 'metadata.labels.app', 5],
    ['what a missing field is missing in', 'spec.ranges[0].gateway', 8],
    ['nothing, for what is not in the text at all', 'status.total', undefined],
    ['nothing, for no field', '', undefined],
  ])('finds %s', (_reason, path, line) => {
    expect(lineOf(TEXT, path)).toBe(line);
  });

  it('finds nothing in what is no YAML, and does not throw', () => {
    expect(lineOf('a: [', 'b')).toBeUndefined();
  });
});
