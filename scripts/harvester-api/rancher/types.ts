import type { ResourceDefinition } from '../types';

const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;

const open = (group: string, version: string, kind: string, plural: string, namespaced = false): ResourceDefinition => ({
  group, version, kind, plural, namespaced, statusSubresource: false, schema: OPEN,
});

const management = (kind: string, plural: string, namespaced = false): ResourceDefinition => open('management.cattle.io', 'v3', kind, plural, namespaced);

/** Rancher's types that every Harvester serves, for it runs on an embedded Rancher. The dashboard does not start without them. */
export const embeddedRancherTypes: readonly ResourceDefinition[] = [
  open('ext.cattle.io', 'v1', 'SelfUser', 'selfusers'),
  management('Cluster', 'clusters'),
  management('ClusterRoleTemplateBinding', 'clusterroletemplatebindings', true),
  management('Feature', 'features'),
  management('GlobalRole', 'globalroles'),
  management('GlobalRoleBinding', 'globalrolebindings'),
  management('Project', 'projects', true),
  management('ProjectRoleTemplateBinding', 'projectroletemplatebindings', true),
  management('RoleTemplate', 'roletemplates'),
  management('Setting', 'settings'),
  management('User', 'users'),
];

/** What a Rancher that manages other clusters serves besides. */
export const rancherTypes: readonly ResourceDefinition[] = [
  ...embeddedRancherTypes,
  open('catalog.cattle.io', 'v1', 'App', 'apps', true),
  open('catalog.cattle.io', 'v1', 'ClusterRepo', 'clusterrepos'),
  open('catalog.cattle.io', 'v1', 'Operation', 'operations', true),
  open('catalog.cattle.io', 'v1', 'UIPlugin', 'uiplugins', true),
  open('fleet.cattle.io', 'v1alpha1', 'Cluster', 'clusters', true),
  management('FleetWorkspace', 'fleetworkspaces'),
  management('Node', 'nodes', true),
  open('provisioning.cattle.io', 'v1', 'Cluster', 'clusters', true),
];
