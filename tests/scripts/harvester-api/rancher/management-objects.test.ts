import { describe, expect, it } from 'vitest';
import { HARVESTER_CLUSTER_ID } from '../../../../scripts/harvester-api/api';
import { resourceName } from '../../../../scripts/harvester-api/errors';
import { stringAt, objectAt } from '../../../../scripts/harvester-api/objects';
import { loadEmbeddedRancher, loadRancher } from '../../../../scripts/harvester-api/rancher/management-objects';
import { embeddedRancherTypes, rancherTypes } from '../../../../scripts/harvester-api/rancher/types';
import type { ClusterWriter, JsonObject } from '../../../../scripts/harvester-api/types';
import { stored } from '../admission/cluster';

/** What a loader creates, by resource and name. */
function loaded(load: (cluster: ClusterWriter) => void): Map<string, JsonObject> {
  const objects = new Map<string, JsonObject>();

  load({
    get:    () => undefined,
    list:   () => [],
    update: (_resource, object) => object,
    remove: () => undefined,
    create(resource, object) {
      const name = stringAt(objectAt(object, 'metadata'), 'name');

      objects.set(`${ resource }/${ name }`, object);

      return stored({ metadata: { name } });
    },
  });

  return objects;
}

const embedded = loaded(loadEmbeddedRancher);
const rancher = loaded((cluster) => { loadRancher(cluster, [{ name: 'harvester', version: '0.1.0', annotations: {} }]); });

describe('management objects', () => {
  it('makes the standalone dashboard one of Harvester', () => {
    expect(embedded.get('clusters.management.cattle.io/local')).toMatchObject({ metadata: { labels: { 'provider.cattle.io': 'harvester' } }, status: { provider: 'harvester', conditions: expect.arrayContaining([expect.objectContaining({ type: 'Connected', status: 'True' })]) as unknown } });
    expect(embedded.get('settings.management.cattle.io/ui-pl')).toMatchObject({ value: 'Harvester' });
    expect([...embedded.keys()].filter((key) => key.startsWith('clusters.'))).toStrictEqual(['clusters.management.cattle.io/local']);
  });

  it('has Rancher manage the Harvester cluster', () => {
    expect(rancher.get('clusters.management.cattle.io/local')).toMatchObject({ metadata: { labels: { 'provider.cattle.io': 'k3s' } } });
    expect(rancher.get(`clusters.management.cattle.io/${ HARVESTER_CLUSTER_ID }`)).toMatchObject({ metadata: { labels: { 'provider.cattle.io': 'harvester' } } });
    expect(rancher.get('clusters.provisioning.cattle.io/harvester-demo')).toMatchObject({ metadata: { namespace: 'fleet-default' }, status: { clusterName: HARVESTER_CLUSTER_ID, ready: true } });
    expect(rancher.get('uiplugins.catalog.cattle.io/harvester')).toMatchObject({ metadata: { namespace: 'cattle-ui-plugin-system' }, spec: { plugin: { name: 'harvester', version: '0.1.0' } } });
  });

  it.each([['embedded', embedded], ['rancher', rancher]])('locks no feature of the %s Rancher: an absent lock counts as one', (_name, objects) => {
    const features = [...objects].filter(([key]) => key.startsWith('features.')).map(([, feature]) => objectAt(feature, 'status').lockedValue);

    expect(features.length).toBeGreaterThan(0);
    expect(new Set(features)).toStrictEqual(new Set([null]));
  });

  it.each([['embedded', embedded, embeddedRancherTypes], ['rancher', rancher, rancherTypes]])('serves the type of each object of the %s Rancher', (_name, objects, types) => {
    const served = new Set(['namespaces', ...types.map(resourceName)]);

    expect([...objects.keys()].map((key) => key.slice(0, key.indexOf('/'))).filter((resource) => !served.has(resource))).toStrictEqual([]);
  });
});
