import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { reasonOf } from './reason';

/** The first place outside of the tools that an error's stack names. */
function placeIn(stack: string, root: string): string | undefined {
  const [, file, line] = [...stack.matchAll(/\(?((?:file:\/\/)?\/[^()\n]+?):(\d+):\d+\)?/g)].find(([, at = '']) => at.includes(root) && !at.includes('/node_modules/')) ?? [];

  return file && `${ path.relative(root, file.replace('file://', '')) }:${ line ?? '' }`;
}

/** What is wrong with a file that no parser takes. */
function syntaxError(file: string): string | undefined {
  const code = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [error] = file.endsWith('.vue') ? [] : parseSync(file, code).errors;

  return error && `${ error.message }, line ${ code.slice(0, error.labels[0]?.start ?? 0).split('\n').length }`;
}

/** Why a module can not be loaded, in one line: what is wrong, and in which file of the checkout. */
export function loadFailure(error: unknown, root: string): string {
  const id: unknown = Reflect.get(Object(error) as object, 'id');
  const short = (text: string) => text.replaceAll(`${ root }${ path.sep }`, '');

  if (typeof id === 'string') {
    const file = id.replace(/\.script\.[jt]s$/, '');

    return `can not be loaded: ${ short(file) } can not be parsed: ${ syntaxError(file) ?? reasonOf(error).split('\n')[0] ?? '' }`;
  }

  const place = error instanceof Error ? placeIn(error.stack ?? '', root) : undefined;
  const text = short(reasonOf(error).split('\n')[0] ?? '');

  return `can not be loaded: ${ text }${ place === undefined || text.includes(root) ? '' : ` (${ place })` }`;
}
