const VALUES = /^(data|stringData)(?![\w-])/;
/** Where kubectl keeps the whole object once more, the secret's values included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** True for what must not stand on a screen, or in a message, by itself: a field of a Secret that holds its values. `path` as `formatPath` writes it. */
export function isSecretValue(path: string, value: unknown): boolean {
  return VALUES.test(path) || (path.startsWith('metadata.annotations') && `${ path }${ JSON.stringify(value) }`.includes(LAST_APPLIED));
}
