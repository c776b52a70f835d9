import type { JsonObject } from '../harvester-api/types';

const TIME = '2026-01-01T00:00:00Z';
const SELECTED = { 'example.io/key': 'sample', 'example.io/other.key': 'sample' };

/** A condition as the controllers of Kubernetes write one. */
function condition(type: string): JsonObject {
  return { type, status: 'True', reason: 'Sample', message: 'ok', lastTransitionTime: TIME };
}

const POD: JsonObject = {
  restartPolicy: 'Always',
  nodeSelector:  { ...SELECTED },
  tolerations:   [{ key: 'sample', operator: 'Exists', effect: 'NoSchedule' }, { key: 'other', operator: 'Exists', effect: 'NoSchedule' }],
  volumes:       [{ name: 'sample', emptyDir: {} }, { name: 'other', emptyDir: {} }],
  containers:    [
    { name: 'sample', image: 'example.io/sample', env: [{ name: 'KEY', value: 'sample' }, { name: 'OTHER', value: 'sample' }], ports: [{ name: 'web', containerPort: 80, protocol: 'TCP' }], volumeMounts: [{ name: 'sample', mountPath: '/sample' }] },
    { name: 'other', image: 'example.io/sample' },
  ],
};

const WORKLOAD: JsonObject = { selector: { matchLabels: { ...SELECTED } }, template: { metadata: { labels: { ...SELECTED }, annotations: { note: 'sample' } }, spec: POD } };
const RULES = [{ apiGroups: ['sample', 'other'], resources: ['sample'], verbs: ['get', 'list'] }, { apiGroups: ['other'], resources: ['sample'], verbs: ['get', 'list'] }];
const SUBJECTS = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'sample' }, { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'other' }];

/** What an object of a built-in kind holds beside its metadata, by kind: the kinds that the dashboard has a form or a YAML page for. */
export const BUILT_IN_SAMPLES: Readonly<Record<string, JsonObject>> = {
  Namespace:             { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active', conditions: [condition('Ready')] } },
  Secret:                { type: 'Opaque', data: { 'example.io.key': 'dg==', 'example.io.other': 'dg==' } },
  ConfigMap:             { data: { 'example.io.key': 'sample', 'example.io.other': 'sample' }, binaryData: { 'example.io.binary': 'dg==' } },
  ServiceAccount:        { secrets: [{ name: 'sample' }, { name: 'other' }], imagePullSecrets: [{ name: 'sample' }], automountServiceAccountToken: true },
  StorageClass:          {
    provisioner: 'driver.longhorn.io', parameters: { numberOfReplicas: '3' }, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', allowVolumeExpansion: true,
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'sample', values: ['sample', 'other'] }] }], mountOptions: ['sample', 'other'],
  },
  Service: {
    spec:   { type: 'ClusterIP', clusterIP: 'None', selector: { ...SELECTED }, ports: [{ name: 'sample', port: 80, protocol: 'TCP', targetPort: 80 }, { name: 'other', port: 443, protocol: 'TCP', targetPort: 443 }], sessionAffinity: 'None' },
    status: { conditions: [condition('Ready')] },
  },
  PersistentVolumeClaim: {
    spec:   { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Mi' } }, storageClassName: 'sample', volumeName: 'sample', volumeMode: 'Filesystem' },
    status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '10Mi' }, conditions: [condition('Resizing')] },
  },
  PersistentVolume: {
    spec:   {
      accessModes: ['ReadWriteOnce'], capacity: { storage: '100Mi' }, storageClassName: 'sample', persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem', mountOptions: ['sample', 'other'],
      csi: { driver: 'driver.longhorn.io', volumeHandle: 'sample', volumeAttributes: { 'example.io/key': 'sample' } },
    },
    status: { phase: 'Bound' },
  },
  Node: {
    spec:   { podCIDR: '192.0.2.0/24', podCIDRs: ['192.0.2.0/24'], unschedulable: true, taints: [{ key: 'sample', value: 'sample', effect: 'NoSchedule' }, { key: 'other', value: 'sample', effect: 'NoSchedule' }] },
    status: { capacity: { cpu: '8' }, allocatable: { cpu: '8' }, conditions: [{ ...condition('Ready'), lastHeartbeatTime: TIME }], addresses: [{ type: 'InternalIP', address: '192.0.2.1' }] },
  },
  Pod:            { spec: POD, status: { phase: 'Running', podIP: '192.0.2.1', conditions: [condition('Ready')] } },
  // Of what nothing in a cluster has: such a quota, and such a range, hold nobody back.
  ResourceQuota:  { spec: { hard: { 'example.io/key': '1', 'example.io/other.key': '1' } }, status: { hard: { 'example.io/key': '1' }, used: { 'example.io/key': '1' } } },
  LimitRange:     { spec: { limits: [{ type: 'example.io/sample', max: { cpu: '1' } }, { type: 'example.io/other', max: { cpu: '1' } }] } },
  Role:           { rules: RULES },
  ClusterRole:    { rules: RULES },
  RoleBinding:    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'sample' }, subjects: SUBJECTS },
  ClusterRoleBinding: { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'sample' }, subjects: SUBJECTS },
  Deployment:     { spec: { ...WORKLOAD, replicas: 2, paused: true, minReadySeconds: 10 }, status: { observedGeneration: 1, replicas: 2, conditions: [{ ...condition('Available'), lastUpdateTime: TIME }] } },
  StatefulSet:    { spec: { ...WORKLOAD, replicas: 2, serviceName: 'sample' }, status: { observedGeneration: 1, replicas: 2, readyReplicas: 2, availableReplicas: 2, conditions: [condition('Available')] } },
  DaemonSet:      { spec: { ...WORKLOAD, minReadySeconds: 10 }, status: { currentNumberScheduled: 1, desiredNumberScheduled: 1, numberMisscheduled: 0, numberReady: 1, conditions: [condition('Available')] } },
  Job:            { spec: { suspend: true, backoffLimit: 2, template: { spec: { ...POD, restartPolicy: 'Never' } } }, status: { conditions: [{ ...condition('Suspended'), lastProbeTime: TIME }] } },
  CronJob:        { spec: { schedule: '0 0 * * *', suspend: true, jobTemplate: { spec: { template: { spec: { ...POD, restartPolicy: 'Never' } } } } }, status: { lastScheduleTime: TIME } },
  Ingress:        {
    spec:   { ingressClassName: 'sample', rules: ['sample', 'other'].map((host) => ({ host: `${ host }.example.io`, http: { paths: [{ path: '/sample', pathType: 'Prefix', backend: { service: { name: 'sample', port: { number: 80 } } } }] } })) },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  },
  NetworkPolicy:           { spec: { podSelector: { matchLabels: { ...SELECTED } }, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 80, protocol: 'TCP' }] }, { ports: [{ port: 443, protocol: 'TCP' }] }] } },
  HorizontalPodAutoscaler: {
    spec:   { minReplicas: 1, maxReplicas: 4, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' }, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }] },
    status: { currentReplicas: 1, desiredReplicas: 1, conditions: [condition('AbleToScale')] },
  },
  PodDisruptionBudget: { spec: { minAvailable: 1, selector: { matchLabels: { ...SELECTED } } }, status: { currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1, conditions: [condition('DisruptionAllowed')] } },
  PriorityClass:       { value: 10, description: 'sample', globalDefault: true, preemptionPolicy: 'PreemptLowerPriority' },
};
