import type { Extension } from './extension';
import { loadFailure } from './load-failure';
import { openLoader } from './model-loader';
import { quietly } from './quietly';
import { reasonOf } from './reason';
import type { Row } from './row';
import { rowsOf } from './rows';

/** What a check found. */
export interface Findings {
  readonly rows: readonly Row[];
  /** What could not be looked at, as sentences. */
  readonly warnings: readonly string[];
}

/**
 * Loads every model of an extension on a shell and judges each. A model that can not be loaded is a row with the reason.
 * @throws Error when the shell itself can not be loaded
 */
export async function checkExtension(extension: Extension, shell: string, onProgress: (message: string) => void): Promise<Findings> {
  return quietly(async () => {
    onProgress('loading the shell');
    const loader = await openLoader({ ...extension, shell }).catch((error: unknown) => {
      throw new Error(`The shell in ${ shell } can not be loaded: ${ reasonOf(error) }`);
    });
    const warnings: string[] = [];

    try {
      const rows = await rowsOf(extension, {
        runtime: loader.runtime,
        load:    loader.load,
        failure: (error) => loadFailure(error, extension.root),
        warn:    (warning) => warnings.push(warning),
        onProgress,
      });

      return { rows, warnings };
    } finally {
      await loader.close();
    }
  });
}
