/**
 * A module whose default export constructs a web worker from the requested file, as webpack's worker-loader makes it.
 * The worker's code is a file of its own instead of a blob.
 * @this {import('@rspack/core').LoaderContext}
 */
module.exports.pitch = function() {
  const code = JSON.stringify(`${ this.resourcePath }?worker-code`);

  return `export default function WebWorker() { return new Worker(new URL(${ code }, import.meta.url)); }`;
};
