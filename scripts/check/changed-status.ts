import { isObject } from '../../models/base/kubernetes';
import type { Json, JsonObject, KubeObject } from '../harvester-api/types';

/** A value somewhere in `status` that a controller writes anew. */
export interface StatusChange {
  /** The object as the controller writes it. */
  readonly changed: KubeObject;
  /** True while an object still, or again, has the value from before. */
  isOld(object: KubeObject | undefined): boolean;
}

type Path = readonly (string | number)[];

function textsIn(value: Json | undefined, path: Path): readonly Path[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => textsIn(entry, [...path, index]));
  }

  return isObject(value) ? Object.entries(value).flatMap(([key, child]) => textsIn(child, [...path, key])) : ['string', 'number', 'boolean'].includes(typeof value) ? [path] : [];
}

function read(object: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), object);
}

function another(value: unknown): Json {
  return typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${ String(value) } changed`;
}

/** Every change of one value in an object's status, messages first: they may be anything. */
export function statusChanges(object: KubeObject): readonly StatusChange[] {
  const paths = textsIn(object.status, ['status']);
  const isMessage = (path: Path) => /message|reason|description/i.test(String(path.at(-1)));

  return [...paths.filter(isMessage), ...paths.filter((path) => !isMessage(path))].map((path) => {
    const old = read(object, path);
    const changed = structuredClone(object);

    Reflect.set(Object(read(changed, path.slice(0, -1))) as JsonObject, path.at(-1) ?? '', another(old));

    return { changed, isOld: (stored) => read(stored, path) === old };
  });
}
