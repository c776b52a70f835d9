import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a build reports when it is done. */
export interface BuildResult {
  /** The folder that holds the output. */
  readonly outputDir: string;
  /** How long it took; 0 when nothing had changed since the last build. */
  readonly seconds: number;
  /** What the compiler complains of without failing: `file:line:column: text`. */
  readonly warnings: readonly string[];
  /** Every file of the output but source maps, the largest first. */
  readonly assets: readonly BuildAsset[];
}

/** A file of the output. */
export interface BuildAsset {
  /** Its path in the output folder. */
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** What the compiling process tells the one that started it. */
export type CompileMessage =
  | { readonly type: 'progress'; readonly fraction: number; readonly message: string }
  | { readonly type: 'done'; readonly warnings: readonly string[] }
  | { readonly type: 'failed'; readonly message: string };

/** Measures the files of an output folder. */
export function measureAssets(folder: string): BuildAsset[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const content = readFileSync(file);

      return { name: path.relative(folder, file), bytes: content.length, gzipBytes: gzipSync(content).length };
    })
    .sort((a, b) => b.bytes - a.bytes);
}
