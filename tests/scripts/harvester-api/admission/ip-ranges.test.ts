import { describe, expect, it } from 'vitest';
import { addressRange, formatAddress, isAddress, isCidr, maskOf, rangeOf, usableAddresses } from '../../../../scripts/harvester-api/admission/ip-ranges';

const range = (subnet: string, rangeStart = '', rangeEnd = '', gateway = '') => addressRange({ subnet, rangeStart, rangeEnd, gateway });

describe('addressRange', () => {
  it.each([
    ['a subnet alone spans its hosts', range('192.168.1.0/24'), '192.168.1.1', '192.168.1.254', 253],
    ['start above end is swapped', range('192.168.1.0/24', '192.168.1.9', '192.168.1.5'), '192.168.1.5', '192.168.1.9', 5],
    ['a gateway outside costs nothing', range('192.168.1.0/24', '192.168.1.5', '192.168.1.9', '192.168.1.254'), '192.168.1.5', '192.168.1.9', 5],
    ['a gateway inside is not given away', range('192.168.1.0/24', '192.168.1.5', '192.168.1.9', '192.168.1.7'), '192.168.1.5', '192.168.1.9', 4],
    ['a single address stands for itself', range('10.0.0.5/32'), '10.0.0.5', '10.0.0.5', 1],
    ['IPv6 has no broadcast', range('fd00::/126'), 'fd00::1', 'fd00::3', 2],
  ])('%s', (_reason, actual, start, end, usable) => {
    expect([formatAddress(actual.start, actual.version), formatAddress(actual.end, actual.version), usableAddresses([actual])]).toStrictEqual([start, end, usable]);
  });

  it('finds the range of an address, and its mask', () => {
    const ranges = [range('10.0.0.0/28'), range('192.168.1.0/24', '192.168.1.5', '192.168.1.9')];

    expect(rangeOf(ranges, '192.168.1.6')).toBe(ranges[1]);
    expect(rangeOf(ranges, '192.168.1.10')).toBeUndefined();
    expect(ranges.map(maskOf)).toStrictEqual(['255.255.255.240', '255.255.255.0']);
  });
});

describe('isAddress and isCidr', () => {
  it.each([
    ['four decimal parts', '10.0.0.1', true],
    ['a leading zero is octal to some', '10.0.0.01', false],
    ['three parts are legacy notation', '10.0.1', false],
    ['hexadecimal is legacy notation', '0x0a.0.0.1', false],
    ['an octet ends at 255', '10.0.0.256', false],
    ['IPv6', 'fe80::1', true],
    ['a zone belongs to a host', 'fe80::1%eth0', false],
    ['nothing', '', false],
  ])('%s', (_reason, text, expected) => {
    expect([isAddress(text), isCidr(`${ text }/24`)]).toStrictEqual([expected, expected]);
  });

  it('needs a prefix of its own size', () => {
    expect(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/'].map(isCidr)).toStrictEqual([false, false, false]);
  });
});
