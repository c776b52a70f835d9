import ipaddr from 'ipaddr.js';

/** An IP address as a number, so that addresses can be ordered. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A network: its lowest and its highest address, and the one that was written. */
export interface Subnet {
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly written: bigint;
  readonly network: bigint;
  readonly broadcast: bigint;
}

function toNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Reads an address as Go's `net.ParseIP` does: four decimal parts without leading zeros, or IPv6 without a zone. */
export function parseAddress(text: string | undefined): Address | undefined {
  if (text === undefined || text.includes('%') || !(ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text))) {
    return undefined;
  }

  const address = ipaddr.process(text);

  return { family: address.kind() === 'ipv4' ? 4 : 6, value: toNumber(address.toByteArray()) };
}

/** Reads a network as Go's `net.ParseCIDR` does. The address may be any of the network's, not only its lowest. */
export function parseSubnet(text: string | undefined): Subnet | undefined {
  if (text === undefined || text.includes('%') || !(ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text))) {
    return undefined;
  }

  const [address, prefix] = ipaddr.parseCIDR(text);
  const family = address.kind() === 'ipv4' ? 4 : 6;
  const hostBits = BigInt((family === 4 ? 32 : 128) - prefix);
  const written = toNumber(address.toByteArray());
  const network = (written >> hostBits) << hostBits;

  return { family, prefix, written, network, broadcast: network | ((1n << hostBits) - 1n) };
}

/** A text that sorts addresses and subnets by number: IPv4 before IPv6, what is neither last. */
export function addressSortKey(text: string | undefined): string {
  const address = parseAddress(text?.split('/')[0]);

  return address ? `${ address.family }${ address.value.toString(16).padStart(32, '0') }` : `9${ text ?? '' }`;
}
