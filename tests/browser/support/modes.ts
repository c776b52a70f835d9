/** The two ways to the dashboard: Harvester's own, and a Rancher that loads the extension for one of its clusters. */
export const MODES = ['standalone', 'rancher'] as const;

export type Mode = (typeof MODES)[number];

/** What differs between the modes: the cluster's name in addresses, and what its API is below. */
export const CLUSTERS: Readonly<Record<Mode, { readonly id: string; readonly base: string }>> = {
  standalone: { id: 'local', base: '' },
  rancher:    { id: 'c-m-demo', base: '/k8s/clusters/c-m-demo' },
};
