import { describe, expect, it } from 'vitest';
import { conditionOf, hasPressingState, isConditionTrue, verdictOf, type Conditioned, type Verdict } from '@models/base/conditions';
import type { ObjectMeta } from '@models/base/kubernetes';

const withReady = (status: string): Conditioned => ({ conditions: [{ type: 'Other', status: 'True' }, { type: 'Ready', status }] });

describe('verdictOf', () => {
  it.each<[string, Conditioned | undefined, Verdict]>([
    ['there is no status', undefined, 'missing'],
    ['there are no conditions', {}, 'missing'],
    ['there is no such condition', { conditions: [{ type: 'ready', status: 'True' }] }, 'missing'],
    ['the list has holes', JSON.parse('{"conditions":[null,{"type":"Ready","status":"True"}]}'), 'true'],
    ['the conditions are a map, as old Longhorn wrote them', JSON.parse('{"conditions":{"Ready":{"status":"True"}}}'), 'missing'],
    ['it is True', withReady('True'), 'true'],
    ['it is False', withReady('False'), 'false'],
    ['it is Unknown', withReady('Unknown'), 'unknown'],
    ['it is something new', withReady('Maybe'), 'unknown'],
  ])('is right when %s', (_reason, status, verdict) => {
    expect(verdictOf(status, 'Ready')).toBe(verdict);
    expect(isConditionTrue(status, 'Ready')).toBe(verdict === 'true');
  });

  it('finds the condition itself', () => {
    expect(conditionOf(withReady('False'), 'Ready')).toStrictEqual({ type: 'Ready', status: 'False' });
  });
});

describe('hasPressingState', () => {
  const state = { name: 'active', error: false, transitioning: false, message: '' };

  it.each<[string, ObjectMeta | undefined, boolean]>([
    ['nothing is known', undefined, false],
    ['all is well', { state }, false],
    ['it is being removed', { deletionTimestamp: '2026-01-01T00:00:00Z' }, true],
    ['it failed', { state: { ...state, error: true } }, true],
    ['it is on its way', { state: { ...state, transitioning: true } }, true],
  ])('is right when %s', (_reason, metadata, pressing) => {
    expect(hasPressingState(metadata)).toBe(pressing);
  });
});
