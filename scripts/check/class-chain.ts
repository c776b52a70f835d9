import path from 'node:path';
import { fileOf } from './class-origins';
import type { Runtime } from './runtime';

/** A class of which nothing is known but that it is one. */
export interface AnyClass {
  readonly name: string;
  readonly prototype: object;
}

export function isClass(value: unknown): value is AnyClass {
  return typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null;
}

/** A class and everything that it extends, itself first. */
function lineage(Class: AnyClass): readonly AnyClass[] {
  const parent: unknown = Object.getPrototypeOf(Class);

  return isClass(parent) ? [Class, ...lineage(parent)] : [Class];
}

/** The API that a class saves to, by the class of the shell that it stands on. */
type Root = 'SteveModel' | 'HybridModel' | 'NormanModel' | 'Resource';

/** What a class of an extension stands on. */
export interface Chain {
  /** The classes from the parent to the first of the shell's own bases: `LabResource > SteveModel`. */
  readonly base: string;
  /** Absent for a class that is no model of the shell at all. */
  readonly root?: Root;
  /** The extension's own classes, the model first. */
  readonly own: readonly AnyClass[];
}

/** What a compiler calls a default export without a name. */
const NAMELESS = /^(?:default|__vi\w*|)$/;

function nameOf(Class: AnyClass): string {
  const file = fileOf(Class);

  return !NAMELESS.test(Class.name) ? Class.name : file === undefined ? 'anonymous class' : path.basename(file).replace(/\.\w+$/, '');
}

/** Tells what a class stands on. Classes of mixins, which nobody exports, count as the extension's own. */
export function chainOf(Class: AnyClass, runtime: Runtime): Chain {
  const shell = path.resolve(fileOf(runtime.SteveModel) ?? '', '../../..');
  const classes = lineage(Class);
  const roots = new Map<unknown, Root>([[runtime.SteveModel, 'SteveModel'], [runtime.HybridModel, 'HybridModel'], [runtime.NormanModel, 'NormanModel'], [runtime.Resource, 'Resource']]);
  const end = classes.findIndex((each) => roots.has(each));
  const root = roots.get(classes[end]);
  const above = end === -1 ? classes.slice(1) : classes.slice(1, end + 1);
  const firstForeign = classes.findIndex((each) => roots.has(each) || isForeign(fileOf(each), shell));

  return {
    base: above.filter((each) => !isWrapped(each, Class)).map((each) => roots.get(each) ?? nameOf(each)).filter((name, at, names) => name !== names[at + 1]).join(' > '),
    ...(root === undefined ? {} : { root }),
    own:  firstForeign === -1 ? classes : classes.slice(0, firstForeign),
  };
}

/** True for the model that a protected class of the same name stands on, and for what lies between. */
function isWrapped(parent: AnyClass, Class: AnyClass): boolean {
  return parent.name === Class.name && fileOf(Class) === undefined;
}

function isForeign(file: string | undefined, shell: string): boolean {
  return file !== undefined && (file.startsWith(shell + path.sep) || file.includes(`${ path.sep }node_modules${ path.sep }`));
}
