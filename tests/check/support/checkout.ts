import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder with files, by their paths, that is gone after the test. */
export interface Checkout {
  readonly dir: string;
  remove(): void;
}

/** Writes the files of an extension's checkout; `links` are folders that lie elsewhere. */
export function checkout(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}): Checkout {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'harvester-models-checkout-')));

  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dir, name);

    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  for (const [name, target] of Object.entries(links)) {
    symlinkSync(target, path.join(dir, name));
  }

  return { dir, remove: () => { rmSync(dir, { recursive: true, force: true }); } };
}
