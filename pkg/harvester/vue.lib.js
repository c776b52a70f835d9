/**
 * The host's Vue with what this bundle calls and Rancher 2.10's Vue 3.2 does not have. The shell's parts in the bundle are written for Vue 3.5;
 * the host's own copy stays as it is.
 */
const host = globalThis.Vue;

let ids = 0;

const newer = {
  toValue: (source) => typeof source === 'function' ? source() : host.unref(source),
  useId() {
    ids += 1;

    return `harvester-${ ids }`;
  },
  useTemplateRef(key) {
    const element = host.shallowRef(null);
    const instance = host.getCurrentInstance();

    // An instance starts with an object that all of them share.
    instance.refs = Object.defineProperty({ ...instance.refs }, key, {
      enumerable: true,
      get:        () => element.value,
      set(value) {
        element.value = value;
      },
    });

    return element;
  },
};

/** With one argument, `toRef` makes a ref of anything since Vue 3.3; before, it took a property called "undefined". */
function toRef(...args) {
  const [source] = args;

  if (args.length > 1 || host.isRef(source)) {
    return host.toRef(...args);
  }

  return typeof source === 'function' ? host.computed(source) : host.ref(source);
}

module.exports = 'useTemplateRef' in host ? host : { ...newer, ...host, toRef, __esModule: true };
