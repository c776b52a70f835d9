import { isCollection, isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml';

/** The next step into a map along a path as the server writes it: `.ranges`, `[key]`, `["a.key"]`, or a key with dots in it. */
function stepAlong(path: string, key: string): string | undefined {
  for (const spelt of [`["${ key }"]`, `[${ key }]`, `.${ key }`, key]) {
    const rest = path.startsWith(spelt) ? path.slice(spelt.length) : undefined;

    if (rest !== undefined && /^($|[.[])/.test(rest)) {
      return rest;
    }
  }

  return undefined;
}

/**
 * The line of a YAML text that holds the field at a path, counted from 1. For a field that is not there, the line of what it is missing in;
 * `undefined` when the text holds nothing of it.
 */
export function lineOf(text: string, path: string): number | undefined {
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines }).contents;
  let rest = path;
  let offset: number | undefined;

  while (rest !== '' && isCollection(node)) {
    const next = node.items.map((item, at) => {
      const key = isMap(node) && isPair(item) && isScalar(item.key) ? item.key : undefined;
      const value: unknown = isPair(item) ? item.value : item;
      const start = key?.range?.[0] ?? (isScalar(item) || isCollection(item) ? item.range?.[0] : undefined);

      return { rest: stepAlong(rest, String(key ? key.value : at)), value, start };
    }).filter((step) => step.rest !== undefined).sort((one, other) => (one.rest ?? '').length - (other.rest ?? '').length)[0];

    if (!next) {
      break;
    }

    node = next.value;
    rest = next.rest ?? '';
    offset = next.start;
  }

  return offset === undefined ? undefined : lines.linePos(offset).line;
}
