import type { ValidationIssue } from '../base/declarations';
import { parseAddress, parseSubnet, type Address, type Subnet } from '../base/ip-address';
import { textOf } from '../base/partial';

/** One range of an IP pool. Source: load-balancer-harvester v1beta1 Range, pkg/ipam MakeRange. */
export interface IPPoolRange {
  /** The network that the addresses are of, in CIDR notation, IPv4 or IPv6. `spec.ranges[].subnet`; the API server requires it. */
  subnet?: string;
  /** First address that may be given out. `spec.ranges[].rangeStart`; absent: the first host address of the subnet. */
  rangeStart?: string;
  /** Last address that may be given out. `spec.ranges[].rangeEnd`; absent: the last host address of the subnet. */
  rangeEnd?: string;
  /** The subnet's router, never given out. `spec.ranges[].gateway`; absent: the first host address of the subnet. */
  gateway?: string;
}

/** Consecutive addresses, both ends included. */
interface AddressSpan {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Another pool's ranges, to be compared with. */
export interface NamedRanges {
  readonly name: string;
  readonly ranges: readonly IPPoolRange[];
}

type AddressProblem = 'invalid' | 'outOfSubnet' | 'networkAddress' | 'broadcastAddress';

/** The texts of a range that name one address. */
const ADDRESS_FIELDS = ['rangeStart', 'rangeEnd', 'gateway'] as const;

/** Why an address can not be one of a range's; `undefined` when it can. */
function addressProblem(text: string, subnet: Subnet): AddressProblem | undefined {
  const address = parseAddress(text);

  if (!address) {
    return 'invalid';
  }

  if (address.family !== subnet.family || address.value < subnet.network || address.value > subnet.broadcast) {
    return 'outOfSubnet';
  }

  if (address.value === subnet.network) {
    return 'networkAddress';
  }

  return address.value === subnet.broadcast ? 'broadcastAddress' : undefined;
}

/** First and last address of a range as they are written, with the server's defaults for what is not; maybe in the wrong order. */
function endsOf(range: IPPoolRange, subnet: Subnet): readonly [bigint, bigint] {
  const single = subnet.family === 4 && subnet.prefix === 32;
  const lowest = single ? subnet.written : subnet.network + 1n;
  const highest = single ? subnet.written : subnet.broadcast - (subnet.family === 4 ? 1n : 0n);

  return [parseAddress(textOf(range.rangeStart))?.value ?? lowest, parseAddress(textOf(range.rangeEnd))?.value ?? highest];
}

/** The addresses that a range covers, as the server reads it: it swaps ends that are in the wrong order. `undefined` for an invalid range. */
function spanOf(range: IPPoolRange): AddressSpan | undefined {
  const subnet = parseSubnet(textOf(range.subnet));

  if (!subnet || ADDRESS_FIELDS.some((field) => textOf(range[field]) !== undefined && addressProblem(range[field] ?? '', subnet))) {
    return undefined;
  }

  const [start, end] = endsOf(range, subnet);

  return { family: subnet.family, first: start < end ? start : end, last: start < end ? end : start };
}

function spansOverlap(one: AddressSpan, other: AddressSpan): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

function spanContains(span: AddressSpan, address: Address): boolean {
  return span.family === address.family && span.first <= address.value && address.value <= span.last;
}

function rangeFieldIssues(range: IPPoolRange, index: number): readonly ValidationIssue[] {
  const path = `spec.ranges[${ index }]`;
  const row = index + 1;
  const subnetText = textOf(range.subnet);

  if (subnetText === undefined) {
    return [{ path: `${ path }.subnet`, key: 'harvesterModels.validation.ipPool.subnetRequired', args: { row } }];
  }

  const subnet = parseSubnet(subnetText);

  if (!subnet) {
    return [{ path: `${ path }.subnet`, key: 'harvesterModels.validation.ipPool.subnetInvalid', args: { row, subnet: subnetText } }];
  }

  const issues: ValidationIssue[] = [];

  for (const field of ADDRESS_FIELDS) {
    const address = textOf(range[field]);
    const problem = address === undefined ? undefined : addressProblem(address, subnet);

    if (address !== undefined && problem) {
      issues.push({ path: `${ path }.${ field }`, key: `harvesterModels.validation.ipPool.address.${ problem }`, args: { row, address, subnet: subnetText } });
    }
  }

  const start = parseAddress(textOf(range.rangeStart));
  const end = parseAddress(textOf(range.rangeEnd));

  if (issues.length === 0 && start && end && start.value > end.value) {
    issues.push({ path: `${ path }.rangeEnd`, key: 'harvesterModels.validation.ipPool.rangeReversed', args: { row } });
  }

  return issues;
}

function overlapIssues(spans: readonly (AddressSpan | undefined)[], others: readonly NamedRanges[]): readonly ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const foreign = others.flatMap(({ name, ranges }) => ranges.map((range) => ({ name, span: spanOf(range) })));

  spans.forEach((span, index) => {
    if (!span) {
      return;
    }

    const path = `spec.ranges[${ index }].subnet`;
    const row = index + 1;
    const earlier = spans.slice(0, index).findIndex((other) => other && spansOverlap(span, other));
    const pool = foreign.find((other) => other.span && spansOverlap(span, other.span));

    if (earlier >= 0) {
      issues.push({ path, key: 'harvesterModels.validation.ipPool.rangesOverlap', args: { row, other: earlier + 1 } });
    }

    if (pool) {
      issues.push({ path, key: 'harvesterModels.validation.ipPool.rangeOfOtherPool', args: { row, pool: pool.name } });
    }
  });

  return issues;
}

function allocatedIssues(spans: readonly (AddressSpan | undefined)[], allocated: Readonly<Record<string, string>>): readonly ValidationIssue[] {
  if (spans.includes(undefined)) {
    return [];
  }

  const outside = Object.keys(allocated).filter((text) => {
    const address = parseAddress(text);

    return !address || !spans.some((span) => span && spanContains(span, address));
  });
  const [first] = outside;

  if (first === undefined) {
    return [];
  }

  return [{
    path: 'spec.ranges',
    key:  'harvesterModels.validation.ipPool.allocatedOutside',
    args: { count: outside.length, address: first, holder: allocated[first] ?? '' },
  }];
}

/**
 * What the pool webhook would refuse about the ranges, and ends in the wrong order, which it would swap in silence.
 * `allocated` are the addresses in use: they must stay covered. `others` are the ranges of the pools that are known.
 */
export function rangeIssues(
  ranges: readonly IPPoolRange[], allocated: Readonly<Record<string, string>>, others: readonly NamedRanges[],
): readonly ValidationIssue[] {
  if (ranges.length === 0) {
    return [{ path: 'spec.ranges', key: 'harvesterModels.validation.ipPool.rangesRequired' }];
  }

  const spans = ranges.map((range) => spanOf(range));

  return [...ranges.flatMap((range, index) => rangeFieldIssues(range, index)), ...overlapIssues(spans, others), ...allocatedIssues(spans, allocated)];
}
