import { describe, expect, it } from 'vitest';
import { steveList } from '../../../../scripts/harvester-api/steve/list';
import { summarize, summarizeCondition } from '../../../../scripts/harvester-api/steve/summary';
import type { JsonObject, KubeObject } from '../../../../scripts/harvester-api/types';

const withConditions = (...conditions: JsonObject[]): JsonObject => ({ apiVersion: 'x.io/v1', kind: 'X', metadata: { generation: 1 }, status: { conditions } });

describe('summarize', () => {
  it.each<[string, JsonObject, string, boolean, boolean, string[]]>([
    ['nothing to say', { kind: 'X' }, 'active', false, false, ['Resource is current']],
    ['ready', withConditions({ type: 'Ready', status: 'True' }), 'active', false, false, ['Resource is Ready']],
    ['not ready', withConditions({ type: 'Ready', status: 'False', message: 'm' }), 'unavailable', false, true, ['m']],
    ['readiness unknown', withConditions({ type: 'Ready', status: 'Unknown', message: 'm' }), 'unavailable', true, false, ['m']],
    ['a step that failed', withConditions({ type: 'Initialized', status: 'False', message: 'm' }), 'initializing', true, false, ['m']],
    ['a step under way', withConditions({ type: 'Initialized', status: 'Unknown', message: 'm' }), 'initializing', false, true, ['m']],
    ['a reason of Error', withConditions({ type: 'Anything', status: 'False', reason: 'Error', message: 'm' }), 'error', true, false, ['m']],
    ['stalled', withConditions({ type: 'Stalled', status: 'True', message: 'm' }), 'error', true, false, ['m']],
    ['another condition before Ready', withConditions({ type: 'Ready', status: 'False', message: 'r' }, { type: 'Completed', status: 'False', message: 'c' }), 'activating', false, true, ['c']],
    ['a generation not observed', { kind: 'X', metadata: { generation: 2 }, status: { observedGeneration: 1 } }, 'in-progress', false, true, ['X generation is 2, but latest observed generation is 1']],
    ['deletion', { kind: 'X', metadata: { deletionTimestamp: 'now' } }, 'removing', false, true, ['Resource scheduled for deletion']],
    ['a phase', { kind: 'X', status: { phase: 'Running' } }, 'running', false, false, []],
    ['a bound claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Bound' } }, 'bound', false, false, []],
    ['a load balancer without address', { apiVersion: 'v1', kind: 'Service', spec: { type: 'LoadBalancer', clusterIP: '1.1.1.1' } }, 'pending', false, true, ['Service is ready', 'Load balancer is being provisioned']],
    ['a deployment on its way', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2 }, status: { replicas: 1 } }, 'in-progress', false, true, ['Replicas: 1/2']],
  ])('%s', (_what, object, state, error, transitioning, messages) => {
    expect(summarize(object)).toStrictEqual({ state, error, transitioning, messages });
  });

  it('judges a condition by itself', () => {
    const condition = { type: 'Initialized', status: 'False' };

    expect(summarizeCondition(withConditions(condition), condition)).toMatchObject({ error: true, transitioning: false });
  });
});

describe('steveList', () => {
  const item = (name: string, spec: JsonObject = {}): KubeObject => ({ apiVersion: 'v1', kind: 'X', metadata: { name, uid: '', resourceVersion: '', creationTimestamp: '', namespace: `ns-${ name }` }, spec });
  const items = [item('b', { size: 1, on: true, list: [{ n: 'x' }] }), item('a', { size: 2, on: false }), item('c')];
  const names = (query: string) => steveList(items, new URLSearchParams(query), (namespace) => (namespace === 'ns-a' ? 'p1' : '')).items.map(({ metadata }) => metadata.name);

  it.each([
    ['contains', 'filter=metadata.name=b', ['b']],
    ['either', 'filter=metadata.name=b,metadata.name=c', ['b', 'c']],
    ['both', 'filter=metadata.name=b&filter=spec.on=true', ['b']],
    ['not', 'filter=metadata.name!=b', ['a', 'c']],
    ['a bool', 'filter=spec.on=false', ['a']],
    ['no number', 'filter=spec.size=1', []],
    ['inside a list', 'filter=spec.list.n=x', ['b']],
    ['sorted', 'sort=metadata.name', ['a', 'b', 'c']],
    ['sorted the other way', 'sort=-metadata.name', ['c', 'b', 'a']],
    ['the second page', 'sort=metadata.name&page=2&pagesize=2', ['c']],
    ['a page that is not there', 'page=9&pagesize=2', []],
    ['in a namespace', 'projectsornamespaces=ns-b', ['b']],
    ['in a project', 'projectsornamespaces=p1', ['a']],
    ['outside of a project', 'projectsornamespaces!=p1', ['b', 'c']],
  ])('%s', (_what, query, expected) => {
    expect(names(query)).toStrictEqual(expected);
  });

  it('counts all pages', () => {
    const { count, pages } = steveList(items, new URLSearchParams('pagesize=2'), () => undefined);

    expect([count, pages]).toStrictEqual([3, 2]);
  });
});
