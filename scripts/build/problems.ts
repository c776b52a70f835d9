import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { StatsError } from '@rspack/core';
import { PROJECT_ROOT } from './targets';

/** The compiler's errors or warnings, one line each: `file:line:column: what is wrong`, without repetitions. */
export function describeProblems(problems: readonly Pick<StatsError, 'message' | 'moduleIdentifier' | 'loc'>[]): string[] {
  const lines = problems
    .map(({ message, moduleIdentifier, loc }) => {
      const text = stripVTControlCharacters(message);
      const place = [fileOf(moduleIdentifier), loc === undefined ? positionIn(text) : POSITION.exec(loc)?.[0]];

      return [...place.filter(isKnown), ` ${ sentenceOf(text) }`].join(':').trimStart();
    })
    .filter((line) => !line.includes(CONSEQUENCE));

  return [...new Set(lines)];
}

/** What the bundler adds when a loader has failed and said why. */
const CONSEQUENCE = 'Final loader(';

const POSITION = /\d+:\d+/;

/** How the compilers and loaders say where: a code frame's head, `file:line:column`, `file line:column`, words. */
const POSITIONS = [/╭─\[(\d+):(\d+)\]/, /\.\w+:(\d+):(\d+)/, /\.\w+ (\d+):(\d+)/, /line (\d+), column (\d+)/];

/** A code frame without a head, as it is for the first line of a file: the line's number, then a mark below its text. */
const FRAME = /(\d+) │ [^\n]*\n *·( *)/;

function positionIn(text: string): string | undefined {
  const [, line, column] = POSITIONS.map((pattern) => pattern.exec(text)).find(isKnown) ?? [];

  if (line !== undefined && column !== undefined) {
    return `${ line }:${ column }`;
  }
  const [, marked, indent] = FRAME.exec(text) ?? [];

  return marked === undefined || indent === undefined ? undefined : `${ marked }:${ indent.length }`;
}

/** The source file of a module: what follows the loaders in its identifier. */
function fileOf(moduleIdentifier: string | undefined): string | undefined {
  const file = moduleIdentifier?.split('!').at(-1)?.split('|').at(-1)?.split('?')[0];

  return file === undefined ? undefined : path.relative(PROJECT_ROOT, file);
}

/** The line that says what is wrong, out of frames, headings and code. */
function sentenceOf(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^[\s│×⚠╰╭─▶]+/u, '').trim());

  return lines.find((line) => line !== '' && !HEADING.test(line))?.replace(/^VueCompilerError: /, '') ?? text.trim();
}

const HEADING = /^Module (?:build failed|Error|Warning|parse failed)\b.*:$/;

function isKnown<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}
