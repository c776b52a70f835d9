import type { KubernetesObject } from './kubernetes';

/** What an instance's edit started from, by its raw object: the instance that a form holds is a reactive proxy of it. */
export const bases = new WeakMap<object, KubernetesObject>();
