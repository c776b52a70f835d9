import type { Difference } from '../conformance/differences';
import type { Json } from '../harvester-api/types';
import type { Outcome } from './selector-edit';

function shown(value: Json | undefined): string {
  return value === undefined ? '(nothing)' : JSON.stringify(value);
}

function line({ path, before, after }: Difference): string {
  return `    ${ path }\n      - ${ shown(before) }\n      + ${ shown(after) }`;
}

function section({ model, writes, changes, held, next }: Outcome): string {
  return [
    `Through ${ model }`,
    ...writes.map((write) => `  sent     ${ write }`),
    '  stored, before and after:',
    ...changes.map(line),
    `  lb-1 holds ${ held }, the next LoadBalancer is given ${ next }${ held === next ? '  <-- the same address twice' : '' }`,
  ].join('\n');
}

/** What the two edits left behind, for a terminal. */
export function report(outcomes: readonly Outcome[]): string {
  return [
    'The same edit twice: the Selector of an IPPool that has an allocation goes from default/vlan1 to default/vlan2.',
    'Each runs on a cluster of its own, with Harvester\'s webhooks and load-balancer controller at work.',
    ...outcomes.map(section),
  ].join('\n\n');
}
