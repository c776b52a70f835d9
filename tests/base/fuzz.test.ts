import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../scripts/fuzz/arbitraries';
import { lossIn } from '../../scripts/fuzz/properties';

describe('a save among random edits', () => {
  it('loses nothing in 10,000 seeded cases', () => {
    fc.assert(fc.property(cases, (one) => {
      expect(lossIn(one)).toBeUndefined();
    }), { numRuns: 10_000, seed: 20_261_122 });
  }, 60_000);
});
