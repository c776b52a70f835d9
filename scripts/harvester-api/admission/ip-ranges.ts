// Addresses of an IPPool as load-balancer-harvester (pkg/ipam) and CNI's host-local allocator count them.
import { parseCidr } from 'cidr-tools';
import ipaddr from 'ipaddr.js';
import { objectAt, stringAt } from '../objects';
import type { JsonObject } from '../types';
import { objectsAt } from './fields';
import { Refusal } from './refusal';

/** One `spec.ranges[]` entry, as written. */
interface WrittenRange {
  readonly subnet: string;
  readonly rangeStart: string;
  readonly rangeEnd: string;
  readonly gateway: string;
}

/** A range with its defaults filled in: `start` is never above `end`. */
export interface AddressRange {
  readonly subnet: string;
  readonly version: 4 | 6;
  readonly start: bigint;
  readonly end: bigint;
  /** Never given away; absent for a single address without a gateway. */
  readonly gateway?: bigint;
}

/** Strictly an IPv4 or IPv6 address as Go reads it: four decimal parts without leading zeros, no zone. */
export const isAddress = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text));

/** Strictly a CIDR as Go reads it. */
export const isCidr = (text: string): boolean => ipaddr.IPv4.isValidCIDRFourPartDecimal(text) && ipaddr.IPv4.isValidCIDR(text) || (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValidCIDR(text));

/** An address as a number; the text must be an address. */
export const addressValue = (text: string): bigint => parseCidr(text).start;

/** A number as the text of an address. */
export function formatAddress(value: bigint, version: 4 | 6): string {
  const size = version === 4 ? 4 : 16;

  return ipaddr.fromByteArray(Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * (size - 1 - index))) & 0xffn))).toString();
}

/** A pool's `spec.ranges`, as written. */
export function writtenRanges(pool: JsonObject): readonly WrittenRange[] {
  return objectsAt(objectAt(pool, 'spec'), 'ranges').map((range) => ({
    subnet: stringAt(range, 'subnet'), rangeStart: stringAt(range, 'rangeStart'), rangeEnd: stringAt(range, 'rangeEnd'), gateway: stringAt(range, 'gateway'),
  }));
}

/** Reads one range and fills in its defaults: start `.1`, end the last but one, gateway `.1`; throws `Refusal`. */
export function addressRange(written: WrittenRange): AddressRange {
  if (!isCidr(written.subnet)) {
    throw new Refusal(`invalid CIDR address: ${ written.subnet }, a valid example is 192.168.1.0/24`);
  }
  const { start: network, end: last, version, prefix } = parseCidr(written.subnet);
  const subnet = { network, last, version, cidr: `${ formatAddress(network, version) }/${ prefix }` };
  const single = version === 4 && prefix === '32';

  const start = written.rangeStart ? addressIn(subnet, 'range start', written.rangeStart) : single ? network : network + 1n;
  const end = written.rangeEnd ? addressIn(subnet, 'range end', written.rangeEnd) : single || version === 6 ? last : last - 1n;
  const gateway = written.gateway ? addressIn(subnet, 'gateway', written.gateway) : single ? undefined : network + 1n;

  return {
    subnet: subnet.cidr, version, start: start < end ? start : end, end: start < end ? end : start, ...(gateway === undefined ? {} : { gateway }),
  };
}

/** How many addresses the ranges can give away. The gateway counts only where it lies inside. */
export function usableAddresses(ranges: readonly AddressRange[]): number {
  return ranges.reduce((total, range) => {
    const reserved = range.gateway !== undefined && contains(range, range.gateway) ? 1 : 0;

    return total + Number(range.end - range.start) + 1 - reserved;
  }, 0);
}

/** The range that an address lies in. */
export function rangeOf(ranges: readonly AddressRange[], address: string): AddressRange | undefined {
  const { start, version } = parseCidr(address);

  return ranges.find((range) => range.version === version && contains(range, start));
}

/** Whether two ranges share an address. */
export const overlaps = (left: AddressRange, right: AddressRange): boolean => left.version === right.version && left.start <= right.end && right.start <= left.end;

/** A subnet's mask in dotted form, as `status.allocatedAddress.mask` holds it. */
export function maskOf(range: AddressRange): string {
  const prefix = Number(parseCidr(range.subnet).prefix);

  return (range.version === 4 ? ipaddr.IPv4 : ipaddr.IPv6).subnetMaskFromPrefixLength(prefix).toString();
}

/** A range as Go prints the allocator's struct with `%+v`. */
export function printedRange(range: AddressRange): string {
  const address = (value: bigint): string => formatAddress(value, range.version);
  const [network = '', prefix = '0'] = range.subnet.split('/');
  const bytes = (range.version === 4 ? ipaddr.IPv4 : ipaddr.IPv6).subnetMaskFromPrefixLength(Number(prefix)).toByteArray();
  const mask = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');

  return `{RangeStart:${ address(range.start) } RangeEnd:${ address(range.end) } Subnet:{IP:${ network } Mask:${ mask }} Gateway:${ range.gateway === undefined ? '<nil>' : address(range.gateway) }}`;
}

const contains = (range: AddressRange, address: bigint): boolean => range.start <= address && address <= range.end;

interface Subnet { readonly network: bigint; readonly last: bigint; readonly version: 4 | 6; readonly cidr: string }

function addressIn(subnet: Subnet, field: string, text: string): bigint {
  const reason = whyNotIn(subnet, text);

  if (reason) {
    throw new Refusal(`invalid ${ field } ${ text }: ${ reason }`);
  }

  return addressValue(text);
}

function whyNotIn(subnet: Subnet, text: string): string | undefined {
  if (!isAddress(text)) {
    return `invalid IP ${ text }`;
  }
  const { start: value, version } = parseCidr(text);

  if (version !== subnet.version || value < subnet.network || value > subnet.last) {
    return `IP ${ text } is out of subnet ${ subnet.cidr }`;
  }
  if (value === subnet.network) {
    return `IP ${ text } is the network address`;
  }
  if (value === subnet.last) {
    return `IP ${ text } is the broadcast address`;
  }

  return undefined;
}
