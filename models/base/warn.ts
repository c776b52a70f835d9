const said = new Set<string>();

/** Tells whoever develops an extension, once; a user never sees it. */
export function warnOnce(message: string): void {
  if (!said.has(message)) {
    said.add(message);
    console.warn(`harvester-models: ${ message }`);
  }
}
