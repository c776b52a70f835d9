import { steveError } from './errors';

/** How a filter compares; `==` is `=`, `lt` and `gt` are `<` and `>`. */
type Operator = '=' | '!=' | '~' | '!~' | '<' | '>' | 'in' | 'notin' | 'contains' | 'notcontains' | 'exists' | 'absent';

/** One condition of a filter. */
export interface Condition {
  /** `['metadata', 'labels', 'example.io/tier']` */
  readonly field: readonly string[];
  readonly operator: Operator;
  readonly values: readonly string[];
}

interface Token {
  readonly kind: 'identifier' | 'quoted' | 'symbol' | 'word' | 'error' | 'end';
  readonly text: string;
}

const SYMBOLS = new Set([')', ',', '!', '==', '=', '~', '>', '<', '!=', '!~', '(']);
/** Words that are operators where one is due, and plain text elsewhere. */
const WORDS = new Set(['in', 'notin', 'contains', 'notcontains']);
const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=', '==': '=', '!=': '!=', '~': '~', '!~': '!~', '<': '<', '>': '>', lt: '<', gt: '>', in: 'in', notin: 'notin', contains: 'contains', notcontains: 'notcontains',
};
const OPERATOR_NAMES = 'in, notin, =, ==, !=, ~, !~, gt, lt, contains, notcontains';
const LABEL = /^metadata.labels(?:\.\w[-a-zA-Z0-9_./]*|\[.*])$/;
const SYMBOL_CHARACTERS = '=!(),><~';
const END: Token = { kind: 'end', text: '' };

/** Reads `a=b,c in (d,e),!metadata.labels.f`: conditions of which one must hold. The words of a refusal are Steve's. */
export function parseFilter(text: string): readonly Condition[] {
  return new Parser(tokensOf(text)).conditions();
}

/** Splits a field at its dots; what stands in brackets at its end is one step: `metadata.labels[example.io/tier]`. */
export function splitField(field: string): readonly string[] {
  const [, path, last] = /^(.+)\[(.+)]$/.exec(field) ?? [];

  return path === undefined || last === undefined ? field.split('.') : [...path.split('.'), last];
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let rest = text.trimStart();

  while (rest) {
    const [token, length] = nextToken(rest);

    tokens.push(token);
    rest = rest.slice(length).trimStart();
  }

  return tokens;
}

function nextToken(text: string): readonly [Token, number] {
  const [first = ''] = text;

  if (SYMBOL_CHARACTERS.includes(first)) {
    const symbol = SYMBOLS.has(text.slice(0, 2)) ? text.slice(0, 2) : first;

    return [{ kind: 'symbol', text: symbol }, symbol.length];
  }
  if (first === '"' || first === '\'') {
    return quoted(text, first);
  }
  if (/[\p{L}\p{N}_]/u.test(first)) {
    const [word = ''] = /^[^=!(),><~\s]+/.exec(text) ?? [];

    return [{ kind: WORDS.has(word.toLowerCase()) ? 'word' : 'identifier', text: word }, word.length];
  }

  return [{ kind: 'error', text: `unexpected character '${ first }'` }, first.length];
}

function quoted(text: string, quote: string): readonly [Token, number] {
  let content = '';

  for (let index = 1; index < text.length; index += 1) {
    const character = text[index] ?? '';

    if (character === quote) {
      return [{ kind: 'quoted', text: content }, index + 1];
    }
    if (character === '\\') {
      index += 1;
    }
    content += text[index] ?? '';
  }

  return [{ kind: 'error', text: `unterminated string starting with '${ content.length > 12 ? `${ content.slice(0, 10) }...` : content }'` }, text.length];
}

function refused(message: string): Error {
  return steveError(500, 'ServerError', message);
}

function isSymbol({ kind, text }: Token, ...symbols: readonly string[]): boolean {
  return kind === 'symbol' && symbols.includes(text);
}

function isText({ kind }: Token): boolean {
  return kind === 'identifier' || kind === 'word';
}

class Parser {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  conditions(): readonly Condition[] {
    const found: Condition[] = [];

    while (this.next.kind !== 'end') {
      if (!this.beginsCondition()) {
        throw refused(`found '${ this.next.text }', expected: !, identifier, or 'end of string'`);
      }
      found.push(this.condition());
      const separator = this.take();

      if (separator.kind !== 'end' && !isSymbol(separator, ',')) {
        throw refused(`found '${ separator.text }', expected: ',' or 'end of string'`);
      }
      if (separator.kind !== 'end' && !this.beginsCondition()) {
        throw refused(`found '${ this.next.text }', expected: identifier after ','`);
      }
    }

    return found;
  }

  private get next(): Token {
    return this.tokens[this.position] ?? END;
  }

  private beginsCondition(): boolean {
    return isText(this.next) || isSymbol(this.next, '!');
  }

  private isAtEnd(): boolean {
    return this.next.kind === 'end' || isSymbol(this.next, ',');
  }

  private take(): Token {
    const token = this.next;

    this.position += 1;

    return token;
  }

  private condition(): Condition {
    const negated = isSymbol(this.next, '!') && Boolean(this.take());
    const key = this.take();

    if (!isText(key)) {
      throw refused(`found '${ key.text }', expected: identifier`);
    }
    const field = splitField(key.text);

    if (negated || this.isAtEnd()) {
      if (!LABEL.test(key.text)) {
        throw refused(`existence tests are valid only for labels; not valid for field '${ key.text }'`);
      }

      return { field, operator: negated ? 'absent' : 'exists', values: [] };
    }
    const operator = this.operator();

    return { field, operator, values: operator === 'in' || operator === 'notin' ? this.set() : [this.single(operator)] };
  }

  private operator(): Operator {
    const { kind, text } = this.take();
    const operator = OPERATORS[kind === 'word' ? text.toLowerCase() : text];

    if (!operator) {
      throw refused(`found '${ text }', expected: ${ OPERATOR_NAMES }`);
    }

    return operator;
  }

  private single(operator: Operator): string {
    if (this.isAtEnd()) {
      throw refused('found end of a query string, expected: a comparison value');
    }
    const { kind, text } = this.take();

    if (!['identifier', 'quoted', 'word'].includes(kind)) {
      throw refused(`found '${ text }', expected: identifier`);
    }
    if ((operator === '<' || operator === '>') && !/^[-+]?\d+$/.test(text)) {
      throw refused(`values[0]: Invalid value: ${ JSON.stringify(text) }: for 'Gt', 'Lt' operators, the value must be an integer`);
    }

    return text;
  }

  /** `(a,b)`; an empty place in it is the empty text. */
  private set(): readonly string[] {
    const open = this.take();
    const values = new Set<string>();

    if (!isSymbol(open, '(')) {
      throw refused(`found '${ open.text }' expected: '('`);
    }
    for (let token = this.take(), last = '('; ; last = token.text, token = this.take()) {
      if (isSymbol(token, ',', ')')) {
        if (last === '(' || last === ',') {
          values.add('');
        }
        if (token.text === ')') {
          return [...values].sort();
        }
      } else if (isText(token) && (last === '(' || last === ',')) {
        values.add(token.text);
      } else {
        throw refused(last === '(' ? `found '${ token.text }', expected: ',', ')' or identifier` : `found '${ token.text }', expected: ',' or ')'`);
      }
    }
  }
}
