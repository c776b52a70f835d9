const SECRET = 'secret';
const SECRETS_VALUES = /^(data|stringData)(?![\w-])/;
/** Where kubectl keeps the whole object once more, the secret's values included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** True for what must not stand on a screen by itself: a secret's values. */
export function isConcealed(type: string, path: string, value: unknown): boolean {
  return type === SECRET && (SECRETS_VALUES.test(path) || (path.startsWith('metadata.annotations') && `${ path }${ JSON.stringify(value) }`.includes(LAST_APPLIED)));
}

/** A value as text: a text as it is, anything else as JSON. `undefined` where there is none. */
export function textOfValue(value: unknown): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }

  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
