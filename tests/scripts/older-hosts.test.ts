import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import * as vue from 'vue';
import { nameExtensionManager } from '../../pkg/harvester/older-hosts';
import { root } from '../../scripts/shell-resolution';

const NEWER = ['toValue', 'useId', 'useTemplateRef'] as const;

interface VueModule {
  readonly __esModule?: boolean;
  readonly toRef: (...args: readonly unknown[]) => { value: unknown };
  readonly toValue: (source: unknown) => unknown;
  readonly useId: () => string;
  readonly useTemplateRef: (key: string) => { readonly value: unknown };
}

/** The bundle's view of a host's Vue. */
function bundled(host: object): VueModule {
  const module = { exports: {} };

  runInNewContext(readFileSync(path.join(root, 'pkg/harvester/vue.lib.js'), 'utf8'), { Vue: host, module });

  return module.exports as VueModule;
}

/** Vue 3.2, as far as it differs: it has no newer functions, and `toRef` of one argument reads a property called "undefined". */
function oldVue(instance: object = {}): object {
  return {
    ...Object.fromEntries(Object.entries(vue).filter(([name]) => !NEWER.some((newer) => newer === name))),
    getCurrentInstance: () => instance,
    toRef:              (object: object, key: unknown) => ({ value: Reflect.get(object, String(key)) as unknown }),
  };
}

describe('A bundle on the host\'s Vue', () => {
  it('takes it as it is where nothing is missing', () => {
    expect(bundled(vue)).toBe(vue);
  });

  it('makes a ref of whatever it is given, and leaves a property\'s to the host', () => {
    const { toRef } = bundled(oldVue());
    const ref = vue.ref(1);

    expect([toRef({ a: 1 }).value, toRef(() => 2).value, toRef({ a: 3 }, 'a').value]).toStrictEqual([{ a: 1 }, 2, 3]);
    expect(toRef(ref, 'value').value).toBe(1);
  });

  it('reads refs and functions, and gives every caller an id of its own', () => {
    const { toValue, useId } = bundled(oldVue());

    expect([toValue(1), toValue(vue.ref(2)), toValue(() => 3)]).toStrictEqual([1, 2, 3]);
    expect(useId()).not.toBe(useId());
  });

  it('follows an element that the template names', () => {
    const instance = { refs: Object.freeze({}) };
    const element = bundled(oldVue(instance)).useTemplateRef('root');

    Reflect.set(instance.refs, 'root', 'an element');
    expect(element.value).toBe('an element');
  });

  it('is an ES module for who imports from it', () => {
    expect(bundled(oldVue()).__esModule).toBe(true);
  });
});

describe('nameExtensionManager', () => {
  it.each([
    { reason: 'before Rancher 2.13', state: { $plugin: 'manager' }, named: { $plugin: 'manager', $extension: 'manager' } },
    { reason: 'a host that has the name', state: { $plugin: 'old', $extension: 'manager' }, named: { $plugin: 'old', $extension: 'manager' } },
    { reason: 'no manager yet', state: {}, named: {} },
  ])('names it once: $reason', ({ state, named }) => {
    nameExtensionManager(state);
    expect(state).toStrictEqual(named);
  });
});
