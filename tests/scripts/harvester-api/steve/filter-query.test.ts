import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../../scripts/harvester-api/steve/filter-query';

describe('parseFilter', () => {
  it.each([
    ['equality', 'metadata.name=a', [['metadata.name', '=', 'a']]],
    ['the other spelling of it', 'metadata.name==a', [['metadata.name', '=', 'a']]],
    ['alternatives', 'a!=b,c~d,e!~f', [['a', '!=', 'b'], ['c', '~', 'd'], ['e', '!~', 'f']]],
    ['a set, sorted and without doubles', 'a in (c, b,c)', [['a', 'in', 'b', 'c']]],
    ['words in any case', 'a NOTIN (b)', [['a', 'notin', 'b']]],
    ['an empty set: the empty text', 'a in ()', [['a', 'in', '']]],
    ['an empty place in a set', 'a in (b,)', [['a', 'in', '', 'b']]],
    ['numbers', 'a>1,b lt 2', [['a', '>', '1'], ['b', '<', '2']]],
    ['quotes', 'a=\'b, "c"\',d="e\\"f"', [['a', '=', 'b, "c"'], ['d', '=', 'e"f']]],
    ['a label in brackets', 'metadata.labels[example.io/tier]=gold', [['metadata.labels.example.io/tier', '=', 'gold']]],
    ['a label that is there', 'metadata.labels.tier', [['metadata.labels.tier', 'exists']]],
    ['a label that is not there', '!metadata.labels[tier]', [['metadata.labels.tier', 'absent']]],
    ['an operator as a value', 'a=in', [['a', '=', 'in']]],
    ['an item of a list', 'principalIds contains local', [['principalIds', 'contains', 'local']]],
    ['nothing', '', []],
  ])('reads %s', (_what, text, expected) => {
    expect(parseFilter(text).map(({ field, operator, values }) => [field.join('.'), operator, ...values])).toStrictEqual(expected);
  });

  it.each([
    ['metadata.name', 'existence tests are valid only for labels; not valid for field \'metadata.name\''],
    ['metadata.name=', 'found end of a query string, expected: a comparison value'],
    ['=x', 'found \'=\', expected: !, identifier, or \'end of string\''],
    ['a=b,', 'found \'\', expected: identifier after \',\''],
    ['a=b c=d', 'found \'c\', expected: \',\' or \'end of string\''],
    ['a in b', 'found \'b\' expected: \'(\''],
    ['a in (b', 'found \'\', expected: \',\' or \')\''],
    ['a=!b', 'found \'!\', expected: identifier'],
    ['a>b', 'values[0]: Invalid value: "b": for \'Gt\', \'Lt\' operators, the value must be an integer'],
    ['a=\'never ends here', 'found \'unterminated string starting with \'never ends...\'\', expected: identifier'],
    ['-a=1', 'found \'unexpected character \'-\'\', expected: !, identifier, or \'end of string\''],
  ])('refuses %s in the words of Steve', (text, message) => {
    expect(() => parseFilter(text)).toThrow(expect.objectContaining({ code: 500, reason: 'ServerError', message }));
  });
});
