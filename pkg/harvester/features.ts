/** First Harvester release of what Rancher asks this extension about, by name. */
const FIRST_RELEASE: Readonly<Record<string, readonly [number, number, number]>> = {
  supportHarvesterClusterVersion: [1, 3, 0],
};

const RELEASE = /^v?(\d+)\.(\d+)\.(\d+)/;

/** `vX.Y.Z` of a Harvester version, without what marks a pre-release; a version that is no release stays as it is. */
export function normalizedVersion(version: string): string {
  const [, major, minor, patch] = RELEASE.exec(version) ?? [];

  return major === undefined ? version : `v${ major }.${ minor ?? 0 }.${ patch ?? 0 }`;
}

/** Whether a Harvester of that version can do something. A build between releases (`master-head`) can do what the newest release can. */
export function isFeatureEnabled(feature: string, version: string): boolean {
  const first = Object.hasOwn(FIRST_RELEASE, feature) ? FIRST_RELEASE[feature] : undefined;
  const release = RELEASE.exec(version)?.slice(1).map(Number);

  if (!first) {
    return false;
  }

  if (!release) {
    return true;
  }

  const at = first.findIndex((part, index) => part !== release[index]);

  return at === -1 || (release[at] ?? 0) > (first[at] ?? 0);
}
