import type { Row } from './row';

/** What a model does wrong, one thing each, as a baseline keeps it: `loses status`. */
export function offencesOf({ loses, sends, losesAsYaml, staleStatus, throws, error }: Omit<Row, 'facts' | 'note'>): readonly string[] {
  return [
    ...loses.map((path) => `loses ${ path }`),
    ...losesAsYaml.map((path) => `loses ${ path } as YAML`),
    ...sends.map((path) => `sends ${ path }`),
    ...staleStatus ? ['overwrites status with an old one'] : [],
    ...throws.map((getter) => `throws in ${ getter }`),
    ...error === null ? [] : ['error'],
  ];
}
