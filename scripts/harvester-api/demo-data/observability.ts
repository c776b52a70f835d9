import { holds, namespaced } from './demo-object';
import type { DemoObject } from './demo-object';

/** Where logs and alerts go. */
export const OBSERVABILITY: readonly DemoObject[] = [
  namespaced('clusteroutputs.logging.banzaicloud.io', 'cattle-logging-system/loki', {
    spec: { loki: { url: 'http://loki.example:3100', configure_kubernetes_labels: true, buffer: { timekey: '1m', timekey_wait: '30s' } }, loggingRef: 'harvester-kube-audit-log-ref' }, status: { active: true },
  }),
  namespaced('clusterflows.logging.banzaicloud.io', 'cattle-logging-system/audit', {
    spec: { globalOutputRefs: ['loki'], loggingRef: 'harvester-kube-audit-log-ref', filters: [{ tag_normaliser: {} }], match: [{ select: {} }] }, status: { active: true },
  }),
  namespaced('outputs.logging.banzaicloud.io', 'team-a/splunk', {
    spec: { splunkHec: { hec_host: 'splunk.example', hec_port: 8088, insecure_ssl: false, hec_token: { valueFrom: { secretKeyRef: { name: 'registry', key: 'password' } } } } }, status: { active: true },
  }),
  namespaced('flows.logging.banzaicloud.io', 'team-a/shop', {
    spec: { localOutputRefs: ['splunk'], globalOutputRefs: ['loki'], match: [{ select: { labels: { app: 'shop' } } }] }, status: { active: true },
  }),
  namespaced('alertmanagerconfigs.monitoring.coreos.com', 'team-a/on-call', {
    spec: { receivers: [{ name: 'pager', webhookConfigs: [{ url: 'https://pager.example/hook', sendResolved: true }] }], route: { receiver: 'pager', groupBy: ['alertname'], groupWait: '30s', groupInterval: '5m', repeatInterval: '4h' } },
  }, { labels: { alertmanagerConfig: 'example' } }),
  namespaced('virtualmachinetemplates.harvesterhci.io', 'harvester-public/raw-image-base-template', {
    spec: { description: 'Boots from a raw disk image', defaultVersionId: 'harvester-public/raw-image-base-version' }, status: { defaultVersion: 1, latestVersion: 1 },
  }),
  namespaced('upgradelogs.harvesterhci.io', 'harvester-system/hvst-upgrade-past', { spec: { upgradeName: 'hvst-upgrade-past' }, status: { conditions: [holds('Stopped')] } }),
];
