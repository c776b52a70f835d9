import path from 'node:path';
import { installOnce } from '../cached-install';

/** The newest release of each line of Node that is tried beside the one that runs this. */
export const NODE_VERSIONS: Readonly<Record<string, string>> = { 22: '22.23.3', 24: '24.21.0' };

/** Installs a Node from npm, once, outside of the project. Resolves to its program. @throws Error with one sentence */
export async function installNode(version: string, onProgress?: (message: string) => void): Promise<string> {
  const windows = process.platform === 'win32';
  const name = `node-${ windows ? 'win' : process.platform }-${ process.arch }`;
  const folder = await installOnce({ folder: `node/${ version }`, title: `Node ${ version }`, dependencies: { [name]: version } }, onProgress);

  return path.join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
}
