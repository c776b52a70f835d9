/** The shell's models by their path without extension, its tests left out. */
const shellModels = require.context('@shell/models', true, /^\.\/(?!__tests__\/).*(?<!\.[jt]s)$/);

/**
 * The shell's own model of a type. The shell builds extensions without its models; this one needs the same ones in a
 * Rancher dashboard as in the standalone one, because a type without a model of ours is saved through the shell's.
 */
export default function modelLoaderRequire(type) {
  return shellModels(`./${ type }`);
}
