import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a check reads of a tsconfig's compiler options. */
export interface CompilerOptions {
  readonly target?: string;
  readonly useDefineForClassFields?: boolean;
  /** Names with one `*`, and the files that they lead to, as absolute paths. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
}

interface Written extends CompilerOptions {
  readonly baseUrl?: string;
}

/** A tsconfig's compiler options with those that it extends, as far as those are there. */
export function compilerOptions(file: string, depth = 0): CompilerOptions {
  if (!existsSync(file) || depth > 4) {
    return {};
  }

  let parsed: { readonly extends?: unknown; readonly compilerOptions?: Written } = {};

  try {
    parsed = JSON.parse(withoutComments(readFileSync(file, 'utf8'))) as typeof parsed;
  } catch {
    // One that can not be read says nothing.
  }

  const folder = path.dirname(file);
  const base = typeof parsed.extends === 'string' && parsed.extends.startsWith('.') ? compilerOptions(path.resolve(folder, parsed.extends), depth + 1) : {};
  const { baseUrl = '.', paths, ...own } = parsed.compilerOptions ?? {};
  const absolute = paths && Object.fromEntries(Object.entries(paths).map(([name, targets]) => [name, targets.map((target) => path.resolve(folder, baseUrl, target))]));

  return { ...base, ...own, ...(absolute && { paths: absolute }) };
}

function withoutComments(json: string): string {
  return json.replaceAll(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1').replaceAll(/,(?=\s*[}\]])/g, '');
}

/** The places that a tsconfig's `paths` give to a name. */
export function placesOf(name: string, { paths = {} }: CompilerOptions): readonly string[] {
  return Object.entries(paths).flatMap(([pattern, targets]) => {
    const [before = '', after] = pattern.split('*');

    if (after === undefined) {
      return name === pattern ? targets : [];
    }

    return name.startsWith(before) && name.endsWith(after) ? targets.map((target) => target.replace('*', name.slice(before.length, name.length - after.length))) : [];
  });
}
