import type { Json, JsonObject } from '../../scripts/harvester-api/types';

const IGNORED_META = new Set(['managedFields', 'fields', 'relationships']);
const SYMBOL = /^\{(rv|uid|time):\d+\}$/;
const TIME = /^\d{4}-\d\d-\d\dT/;
const AGE = /^\d+[smhd](\d+[smh])?$/;
const DESCRIBED = /columns|columnDefinitions|resourceFields|definitions/;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Compares answers with what was recorded. Symbols such as `{rv:2}` are bound to the first value that stands in their place
 * and must be the same everywhere after; names that are random are bound to what the server made of them.
 */
export class Comparison {
  private readonly base: string;
  private readonly symbols = new Map<string, string>();
  private readonly names = new Map<string, string>();

  constructor(base: string) {
    this.base = base;
  }

  /** Fills symbols and names into what is sent. */
  fill(value: Json): Json {
    if (typeof value === 'string') {
      return this.fillText(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.fill(item));
    }

    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.fill(item ?? null)])) : value;
  }

  /** Fills symbols and names into a text. */
  fillText(value: string): string {
    return this.symbols.get(value) ?? this.plain(value).replace(/"(\{rv:\d+\})"/g, (quoted, symbol: string) => (this.symbols.has(symbol) ? `"${ this.symbols.get(symbol) }"` : quoted));
  }

  /** What differs, a line each. */
  differences(expected: Json | undefined, actual: Json | undefined, path: string, note: string): string[] {
    if (typeof expected === 'string') {
      return this.stringDifferences(expected, actual, path, note);
    }
    if (Array.isArray(expected)) {
      return this.listDifferences(expected, actual, path, note);
    }
    if (isObject(expected)) {
      return isObject(actual) ? this.objectDifferences(expected, actual, path, note) : [wanted(path, 'an object', actual)];
    }

    return expected === actual ? [] : [wanted(path, JSON.stringify(expected), actual)];
  }

  private stringDifferences(expected: string, actual: Json | undefined, path: string, note: string): string[] {
    if (typeof actual !== 'string' || !actual) {
      return expected === actual ? [] : [wanted(path, expected, actual)];
    }
    if (SYMBOL.test(expected)) {
      return this.symbolDifferences(expected, actual, path);
    }
    if (note.includes('random')) {
      if (path.endsWith('.metadata.name')) {
        this.names.set(expected, actual);
      }
      if (/\.(id|links\..*|metadata\.name)$/.test(path)) {
        return [];
      }
    }
    if (AGE.test(expected) && AGE.test(actual)) {
      return [];
    }

    return this.comparable(expected) === this.comparable(actual) ? [] : [wanted(path, expected, actual)];
  }

  private symbolDifferences(symbol: string, actual: string, path: string): string[] {
    const bound = this.symbols.get(symbol);

    if (symbol.startsWith('{time:') && !TIME.test(actual)) {
      return [wanted(path, 'a time', actual)];
    }
    if (bound === undefined) {
      this.symbols.set(symbol, actual);
    }

    return bound === undefined || bound === actual || symbol.startsWith('{time:') || path.endsWith('.revision') ? [] : [wanted(path, `${ symbol }, which is ${ bound },`, actual)];
  }

  private listDifferences(expected: readonly Json[], actual: Json | undefined, path: string, note: string): string[] {
    if (!Array.isArray(actual)) {
      return [wanted(path, 'a list', actual)];
    }
    const items = /\.(resourceMethods|collectionMethods|verbs)$/.test(path) ? [...actual].sort() : actual;
    const length = expected.length === items.length ? [] : [wanted(path, `${ expected.length } items`, items.length)];

    return [...length, ...expected.slice(0, items.length).flatMap((item, index) => this.differences(item, items[index], `${ path }[${ index }]`, note))];
  }

  private objectDifferences(expected: JsonObject, actual: JsonObject, path: string, note: string): string[] {
    const ignored = (key: string) => (path.endsWith('.metadata') && IGNORED_META.has(key)) || (key === 'description' && DESCRIBED.test(path));
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].filter((key) => !ignored(key));

    return keys.flatMap((key) => {
      if (!(key in expected)) {
        return [`${ path }.${ key }: not expected: ${ JSON.stringify(actual[key]) }`];
      }

      return key in actual ? this.differences(expected[key], actual[key], `${ path }.${ key }`, note) : [`${ path }.${ key }: missing: ${ JSON.stringify(expected[key]) }`];
    });
  }

  private plain(text: string): string {
    return [...this.names].reduce((result, [recorded, name]) => result.replaceAll(recorded, name), text).replaceAll('{base}', this.base).replaceAll('{fieldManager}', 'replay');
  }

  /** The object that a strict refusal quotes, and uids inside messages, are any. */
  private comparable(text: string): string {
    return this.plain(text).replace(/UID: (\{uid\}|[0-9a-f-]{36})/g, 'UID').replace(/Invalid value: "\{.*\}": /s, 'Invalid value: {object}: ');
  }
}

function wanted(path: string, expected: string, actual: Json | undefined): string {
  return `${ path || 'body' }: want ${ expected.slice(0, 200) }, got ${ (actual === undefined ? 'nothing' : JSON.stringify(actual)).slice(0, 200) }`;
}
