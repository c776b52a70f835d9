/** Name rules of the API server, with its messages. Each returns what is wrong, nothing when the text is fine. */
export type NameRule = (text: string) => readonly string[];

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${ LABEL }(\\.${ LABEL })*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${ QUALIFIED })?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';

const SUBDOMAIN_TEXT = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const LABEL_TEXT = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const LABEL_1035_TEXT = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const QUALIFIED_TEXT = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const LABEL_VALUE_TEXT = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const CONFIG_KEY_TEXT = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";

const expressions = new Map<string, RegExp>();

function matches(text: string, pattern: string): boolean {
  let expression = expressions.get(pattern);

  if (!expression) {
    expression = new RegExp(`^${ pattern }$`);
    expressions.set(pattern, expression);
  }

  return expression.test(text);
}

function regexError(text: string, pattern: string, examples: readonly string[]): string {
  return `${ text } (e.g. ${ examples.map((example) => `'${ example }'`).join(',  or ') }, regex used for validation is '${ pattern }')`;
}

function checked(text: string, max: number, pattern: string, message: string, examples: readonly string[]): string[] {
  const errors = text.length > max ? [`must be no more than ${ max } characters`] : [];

  return matches(text, pattern) ? errors : [...errors, regexError(message, pattern, examples)];
}

export const dnsSubdomain: NameRule = (text) => checked(text, 253, SUBDOMAIN, SUBDOMAIN_TEXT, ['example.com']);

export const dns1035Label: NameRule = (text) => checked(text, 63, LABEL_1035, LABEL_1035_TEXT, ['my-name', 'abc-123']);

export const labelValue: NameRule = (text) => checked(text, 63, LABEL_VALUE, LABEL_VALUE_TEXT, ['MyValue', 'my_value', '12345']);

/** Keys of a ConfigMap's or Secret's data. */
export const configKey: NameRule = (text) => {
  const errors = checked(text, 253, CONFIG_KEY, CONFIG_KEY_TEXT, ['key.name', 'KEY_NAME', 'key-name']);

  if (text === '.' || text === '..') {
    return [...errors, `must not be '${ text }'`];
  }

  return text.startsWith('..') ? [...errors, "must not start with '..'"] : errors;
};

export const dnsLabel: NameRule = (text) => {
  if (matches(text, LABEL)) {
    return text.length > 63 ? ['must be no more than 63 characters'] : [];
  }
  if (matches(text, SUBDOMAIN)) {
    return ['must not contain dots'];
  }

  return checked(text, 63, LABEL, LABEL_TEXT, ['my-name', '123-abc']);
};

/** Names that are only kept out of the path: roles and bindings. */
export const pathSegment: NameRule = (text) => {
  if (text === '.' || text === '..') {
    return [`may not be '${ text }'`];
  }

  return ['/', '%'].filter((character) => text.includes(character)).map((character) => `may not contain '${ character }'`);
};

/** Label keys, annotation keys, finalizers: `[prefix/]name`. */
export const qualifiedName: NameRule = (text) => {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] ?? '' : undefined;

  if (parts.length > 2) {
    return [`a qualified name ${ regexError(QUALIFIED_TEXT, QUALIFIED, ['MyName', 'my.name', '123-abc']) } with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const errors: string[] = [];

  if (prefix === '') {
    errors.push('prefix part must be non-empty');
  } else if (prefix !== undefined) {
    errors.push(...dnsSubdomain(prefix).map((message) => `prefix part ${ message }`));
  }
  if (!name) {
    errors.push('name part must be non-empty');
  } else if (name.length > 63) {
    errors.push('name part must be no more than 63 characters');
  }
  if (!matches(name, QUALIFIED)) {
    errors.push(`name part ${ regexError(QUALIFIED_TEXT, QUALIFIED, ['MyName', 'my.name', '123-abc']) }`);
  }

  return errors;
};
