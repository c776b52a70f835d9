import { isObject, sameJson, textOf } from '../objects';
import type { Json } from '../types';
import { isCidr } from './formats';

/**
 * A small part of CEL, enough for the rules in the CRDs that are served: logic, comparison, member access, `has`, `size`,
 * `isCIDR`, `startsWith`, `contains`. A rule that it can't read holds: the API server proper would not have stored the CRD.
 */
export function evaluateRule(rule: string, self: Json, oldSelf: Json | undefined): boolean {
  const parser = new Parser(tokenize(rule), { self, oldSelf: oldSelf ?? null, true: true, false: false, null: null });

  return parser.expression() !== false;
}

type Value = Json | undefined;

const TOKEN = /\s*(&&|\|\||==|!=|<=|>=|[<>!().,]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+|[A-Za-z_]\w*)/y;

function tokenize(text: string): string[] {
  const tokens: string[] = [];

  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match?.[1]; match = TOKEN.exec(text)) {
    tokens.push(match[1]);
  }

  return tokens;
}

class Parser {
  private position = 0;
  private readonly tokens: readonly string[];
  private readonly variables: Readonly<Record<string, Value>>;

  constructor(tokens: readonly string[], variables: Readonly<Record<string, Value>>) {
    this.tokens = tokens;
    this.variables = variables;
  }

  /** Both sides are always read; their values are of booleans, so nothing is lost. */
  expression(): Value {
    let value = this.conjunction();

    while (this.take('||')) {
      const right = this.conjunction();

      value = value === true || right === true;
    }

    return value;
  }

  private conjunction(): Value {
    let value = this.comparison();

    while (this.take('&&')) {
      const right = this.comparison();

      value = value === true && right === true;
    }

    return value;
  }

  private comparison(): Value {
    const left = this.unary();
    const operator = ['==', '!=', '<=', '>=', '<', '>'].find((candidate) => this.take(candidate));

    if (!operator) {
      return left;
    }
    const right = this.unary();

    switch (operator) {
      case '==': return sameJson(left, right);
      case '!=': return !sameJson(left, right);
      case '<': return Number(left) < Number(right);
      case '>': return Number(left) > Number(right);
      case '<=': return Number(left) <= Number(right);
      default: return Number(left) >= Number(right);
    }
  }

  private unary(): Value {
    return this.take('!') ? this.unary() !== true : this.member(this.primary());
  }

  private primary(): Value {
    const token = this.next();

    if (token === '(') {
      const value = this.expression();

      this.take(')');

      return value;
    }
    if (/^['"]/.test(token)) {
      return token.slice(1, -1);
    }
    if (/^\d/.test(token)) {
      return Number(token);
    }

    return this.take('(') ? this.call(token, this.argument()) : this.variables[token];
  }

  private member(target: Value): Value {
    let value = target;

    while (this.take('.')) {
      const name = this.next();

      if (this.take('(')) {
        const argument = textOf(this.argument());

        value = name === 'startsWith' ? textOf(value).startsWith(argument) : textOf(value).includes(argument);
      } else {
        value = isObject(value) ? value[name.replace(/^__(\w+)__$/, '$1')] : undefined;
      }
    }

    return value;
  }

  private argument(): Value {
    const value = this.expression();

    this.take(')');

    return value;
  }

  private call(name: string, argument: Value): Value {
    switch (name) {
      case 'has': return argument !== undefined;
      case 'isCIDR': return isCidr(textOf(argument));
      case 'size': return isObject(argument) ? Object.keys(argument).length : (Array.isArray(argument) || typeof argument === 'string' ? argument.length : 0);
      default: return true;
    }
  }

  private take(token: string): boolean {
    if (this.tokens[this.position] !== token) {
      return false;
    }
    this.position += 1;

    return true;
  }

  private next(): string {
    const token = this.tokens[this.position] ?? '';

    this.position += 1;

    return token;
  }
}
