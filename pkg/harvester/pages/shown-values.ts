import { isSecretValue } from '@models/base/secret-values';

const SECRET = 'secret';

/** True for what must not stand on a screen by itself: a secret's values. `type` is the Steve type of the resource. */
export function isConcealed(type: string, path: string, value: unknown): boolean {
  return type === SECRET && isSecretValue(path, value);
}

/** A value as text: a text as it is, anything else as JSON. `undefined` where there is none. */
export function textOfValue(value: unknown): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }

  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
