import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { offencesOf } from './offences';
import type { Row } from './row';
import { UsageError } from './usage-error';

/** Offences that are accepted, by the model's file. */
export type Baseline = Readonly<Record<string, readonly string[]>>;

function isBaseline(value: unknown): value is { readonly accepted: Baseline } {
  const accepted: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'accepted') : undefined;

  return typeof accepted === 'object' && accepted !== null && Object.values(accepted).every((list) => Array.isArray(list));
}

/** Reads a baseline; `undefined` when there is no such file yet. @throws UsageError when the file is none */
export function readBaseline(file: string): Baseline | undefined {
  if (!existsSync(file)) {
    return undefined;
  }

  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));

    if (isBaseline(parsed)) {
      return parsed.accepted;
    }
  } catch {
    // Told below, with what to do.
  }

  throw new UsageError(`${ file } is no baseline; write it anew with --update-baseline.`);
}

/** Accepts every offence of today. */
export function writeBaseline(file: string, rows: readonly Row[]): void {
  const accepted = Object.fromEntries(rows.map((row) => [row.file, offencesOf(row)] as const).filter(([, offences]) => offences.length));

  writeFileSync(file, `${ JSON.stringify({ accepted }, null, 2) }\n`);
}

/** What a model does wrong that is not accepted. */
export function newOffences(row: Row, baseline: Baseline): readonly string[] {
  const accepted = baseline[row.file] ?? [];

  return offencesOf(row).filter((offence) => !accepted.includes(offence));
}
