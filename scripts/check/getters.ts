import type { AnyClass } from './class-chain';

/** The names of the getters that classes define themselves, each once. */
export function gettersOf(classes: readonly AnyClass[]): readonly string[] {
  return [...new Set(classes.flatMap(({ prototype }) => Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, descriptor]) => descriptor.get ? [name] : [])))];
}

/** True for a failure that a browser would not have: this is none. */
function isOfHere(error: unknown): boolean {
  return error instanceof ReferenceError;
}

/** The getters that throw on a resource. What a getter promises is not waited for. */
export function throwingGetters(resource: object, getters: readonly string[]): readonly string[] {
  return getters.filter((name) => {
    try {
      const value: unknown = Reflect.get(resource, name);

      if (value instanceof Promise) {
        value.catch(() => undefined);
      }

      return false;
    } catch (error) {
      return !isOfHere(error);
    }
  });
}
