/**
 * Gives the manager of extensions the name that it has since Rancher 2.13: by it, the store's and the models' code in this bundle asks for it.
 * The shell's own remedy comes when the page is mounted; models that were looked up before are then taken for missing.
 */
export function nameExtensionManager(state: object): void {
  const manager: unknown = Reflect.get(state, '$plugin');

  if (!('$extension' in state) && manager) {
    Reflect.set(state, '$extension', manager);
  }
}
