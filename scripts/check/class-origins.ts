const KEY = Symbol.for('harvester-models:class-origins');

/** The file that a class is exported from, for every class that was loaded through the plugin. */
function origins(): Map<unknown, string> {
  const known: unknown = Reflect.get(globalThis, KEY);

  if (known instanceof Map) {
    return known as Map<unknown, string>;
  }

  const fresh = new Map<unknown, string>();

  Reflect.set(globalThis, KEY, fresh);

  return fresh;
}

/** The file that a class was exported from; `undefined` for one that is not exported, such as a mixin's. */
export function fileOf(Class: object): string | undefined {
  return origins().get(Class);
}

/**
 * A statement that ends a module and tells where its classes come from. It runs where the module runs, which need not be where this
 * code runs; the module runner's own name for a module's exports is the one handle on them all.
 */
export function tellOrigins(file: string): string {
  return [
    `\n;{ const known = globalThis[Symbol.for('${ KEY.description ?? '' }')] ??= new Map();`,
    'for (const name of Object.keys(__vite_ssr_exports__)) {',
    // What a circle of imports has not filled yet can not be read.
    `try { const value = __vite_ssr_exports__[name]; if (typeof value === 'function' && !known.has(value)) { known.set(value, ${ JSON.stringify(file) }); } } catch {}`,
    '} }',
  ].join(' ');
}
