import { newOffences, type Baseline } from './baseline';
import { offencesOf } from './offences';
import type { Row } from './row';

/** How a text is shown: as it is, unless it goes to a terminal. */
type Paint = (text: string) => string;

interface Paints {
  readonly bad: Paint;
  readonly good: Paint;
  readonly faint: Paint;
  readonly bold: Paint;
}

function paints(colour: boolean): Paints {
  const paint = (code: number): Paint => colour ? (text) => `\u001b[${ code }m${ text }\u001b[0m` : (text) => text;

  return { bad: paint(31), good: paint(32), faint: paint(2), bold: paint(1) };
}

const STALE = 'after a conflict, an old status goes over the live one';

function details({ loses, losesAsYaml, sends, staleStatus, throws, error, note, facts }: Row): readonly (readonly [string, string])[] {
  return ([
    ['error', error ?? ''],
    ['loses', loses.join(', ')],
    ['as YAML', losesAsYaml.join(', ')],
    ['sends', sends.join(', ')],
    ['stale', staleStatus ? STALE : ''],
    ['throws', throws.join(', ')],
    ['note', note ?? (facts || error !== null ? '' : 'nothing is known of this type: judged with an object that is a guess')],
  ] as const).filter(([, text]) => text !== '');
}

function count(rows: readonly Row[], what: string, is: (row: Row) => boolean): string {
  const many = rows.filter(is).length;

  return many ? `${ many } ${ what }` : '';
}

function counted(many: number, what: string): string {
  return `${ many } ${ what }${ many === 1 ? '' : 's' }`;
}

/** One line: how many models, and what is wrong with how many. */
function summary(rows: readonly Row[], baseline: Baseline): string {
  const offenders = rows.filter((row) => offencesOf(row).length);
  const fresh = rows.filter((row) => newOffences(row, baseline).length);
  const parts = [
    count(offenders, 'lose data', ({ loses, losesAsYaml }) => loses.length + losesAsYaml.length > 0),
    count(offenders, 'overwrite a live status', ({ staleStatus }) => staleStatus),
    count(offenders, 'send what they should not', ({ sends }) => sends.length > 0),
    count(offenders, 'throw on a partial object', ({ throws }) => throws.length > 0),
    count(offenders, 'can not be loaded or saved', ({ error }) => error !== null),
  ].filter(Boolean);
  const accepted = offenders.length - fresh.length;

  return `${ counted(rows.length, 'model') }, ${ counted(offenders.length, 'offender') }${ parts.length ? `: ${ parts.join(', ') }` : '' }${ accepted ? ` (${ accepted } accepted by the baseline)` : '' }`;
}

/** The check as a table for people: a line per model, and below it what is wrong. */
export function table(rows: readonly Row[], baseline: Baseline, colour: boolean): string {
  const { bad, good, faint, bold } = paints(colour);
  const width = Math.max(0, ...rows.map(({ file }) => file.length));
  const lines = rows.flatMap((row) => {
    const offences = offencesOf(row);
    const isAccepted = offences.length > 0 && !newOffences(row, baseline).length;
    const mark = row.note !== undefined && !offences.length ? faint('-') : !offences.length ? good('✓') : isAccepted ? faint('~') : bad('✗');

    return [`${ mark } ${ row.file.padEnd(width) }  ${ faint(row.base) }`.trimEnd(), ...details(row).map(([label, text]) => `    ${ faint(label.padEnd(8)) }${ label === 'note' ? faint(text) : text }`)];
  });

  return [...lines, '', bold(summary(rows, baseline))].join('\n');
}
