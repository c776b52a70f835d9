import { readFileSync } from 'node:fs';

const SCRIPT = /<script\b((?:(?!setup)[^>])*)>([\s\S]*?)<\/script>/;
const NAMED = /\bexport\s+(?:const|let|var|function|async|class|enum)\b/;

/**
 * What models may import of a Vue file: its component, which they only hand on, and constants that its script exports.
 * The script is run only for the latter.
 */
export function scriptOf(file: string): { readonly lang: 'js' | 'ts'; readonly code: string } {
  const [, attributes = '', script = ''] = SCRIPT.exec(readFileSync(file, 'utf8')) ?? [];

  return NAMED.test(script) ? { lang: /\blang=["']tsx?["']/.test(attributes) ? 'ts' : 'js', code: script } : { lang: 'js', code: `export default { __file: ${ JSON.stringify(file) } };` };
}
