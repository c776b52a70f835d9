/** A version of the shell that a Rancher is made of. */
export interface ShellLine {
  readonly shell: string;
  /** The Rancher line that it belongs to: as the shell says of itself, or where it says nothing, by the time of its release. */
  readonly rancher: string;
  /** The Harvester line whose extension asks for that Rancher. */
  readonly harvester: string;
}

/** Every released version from the first with Vue 3 on; oldest first. */
export const SHELL_LINES: readonly ShellLine[] = [
  { shell: '3.0.0', rancher: '2.10', harvester: '1.4' },
  { shell: '3.0.4', rancher: '2.11', harvester: '1.5' },
  { shell: '3.0.5', rancher: '2.12', harvester: '1.6' },
  { shell: '3.0.6', rancher: '2.12', harvester: '1.6' },
  { shell: '3.0.7', rancher: '2.12', harvester: '1.6' },
  { shell: '3.0.8', rancher: '2.13', harvester: '1.7' },
  { shell: '3.0.10', rancher: '2.14', harvester: '1.8' },
  { shell: '3.0.11', rancher: '2.14', harvester: '1.8' },
  { shell: '3.0.13', rancher: '2.15', harvester: '1.9' },
];
