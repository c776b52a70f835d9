import { describe, expect, it } from 'vitest';
import { Setting } from '@models/harvesterhci.io/setting';
import { createModel } from '../support/model';

describe('Setting', () => {
  it.each([
    ['the value', { value: 'a', default: 'b' }, 'a'],
    ['the default without a value', { value: '', default: 'b' }, 'b'],
    ['nothing without either', {}, undefined],
  ])('applies %s', (_reason, data, effective) => {
    expect(createModel(Setting, { id: 'log-level', type: 'harvesterhci.io.setting', ...data }).effectiveValue).toBe(effective);
  });
});
