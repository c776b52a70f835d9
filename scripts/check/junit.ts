import { newOffences, type Baseline } from './baseline';
import { offencesOf } from './offences';
import type { Row } from './row';

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

function escaped(text: string): string {
  // XML has no way to write control characters.
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '').replaceAll(/[<>&"]/g, (character) => ENTITIES[character] ?? character);
}

function testCase(row: Row, baseline: Baseline): string {
  const offences = newOffences(row, baseline);
  const text = offences.map((offence) => offence === 'error' ? row.error ?? offence : offence).join('\n');
  const skipped = row.note === undefined || offencesOf(row).length ? '' : `<skipped message="${ escaped(row.note) }"/>`;
  const failure = offences.length ? `<failure message="${ escaped(text.split('\n')[0] ?? '') }">${ escaped(text) }</failure>` : skipped;

  return `    <testcase classname="${ escaped(row.file) }" name="${ escaped(row.type) }" file="${ escaped(row.file) }">${ failure }</testcase>`;
}

/** The check as a test report, one case per model: what CI servers show. */
export function junit(rows: readonly Row[], baseline: Baseline): string {
  const failures = rows.filter((row) => newOffences(row, baseline).length).length;

  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${ rows.length }" failures="${ failures }">`,
    `  <testsuite name="harvester-models check" tests="${ rows.length }" failures="${ failures }">`,
    ...rows.map((row) => testCase(row, baseline)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
