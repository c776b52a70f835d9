import { badRequest } from '../errors';
import { objectAt } from '../objects';
import type { KubeObject } from '../types';

export type Predicate = (object: KubeObject) => boolean;

type LabelTest = (value: string | undefined) => boolean;

/** Reads a label selector: `a=b,c!=d,e,!f,g in (x,y),h notin (z),i>1`. */
export function labelSelector(text: string): Predicate {
  const tests = splitOutside(text).map((requirement) => labelTest(requirement.trim()));

  return (object) => tests.every(([key, test]) => {
    const value = objectAt(object.metadata, 'labels')[key];

    return test(typeof value === 'string' ? value : undefined);
  });
}

/** Splits at the commas that are in no parentheses. */
function splitOutside(text: string): string[] {
  return text.split(/,(?![^()]*\))/).filter((part) => part.trim());
}

function labelTest(requirement: string): readonly [string, LabelTest] {
  const set = /^([^\s!=<>]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(requirement);
  const relation = /^([^\s!=<>]+)\s*(==|=|!=|<|>)\s*([^\s!=<>]*)$/.exec(requirement);

  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());

    return [key, (value) => (value !== undefined && values.includes(value)) === (operator === 'in')];
  }
  if (relation) {
    const [, key = '', operator, wanted = ''] = relation;

    return [key, comparison(operator ?? '', wanted)];
  }
  const presence = /^(!?)\s*([^\s!=<>(),]+)$/.exec(requirement);
  const [operator] = /^(==|=|<|>)/.exec(requirement) ?? [];

  if (operator !== undefined) {
    throw badRequest(`found '${ operator }', expected: !, identifier, or 'end of string'`);
  }

  if (!presence) {
    throw badRequest(`unable to parse requirement: found '${ requirement.split(/\s+/)[1] ?? '' }', expected: in, notin, =, ==, !=, gt, lt`);
  }
  const [, negated, key = ''] = presence;

  return [key, (value) => (value === undefined) === (negated === '!')];
}

function comparison(operator: string, wanted: string): LabelTest {
  switch (operator) {
    case '!=': return (value) => value !== wanted;
    case '<': return (value) => value !== undefined && Number(value) < Number(wanted);
    case '>': return (value) => value !== undefined && Number(value) > Number(wanted);
    default: return (value) => value === wanted;
  }
}

/** Reads a field selector. Which fields may be asked for is the type's matter. */
export function fieldSelector(text: string, supported: (field: string, object: KubeObject) => string | undefined, isSupported: (field: string) => boolean): Predicate {
  const tests = text.split(',').filter(Boolean).map((requirement) => {
    const [, field = '', operator, wanted = ''] = /^(.*?)(==|!=|=)(.*)$/.exec(requirement) ?? [];

    if (!operator) {
      throw badRequest(`invalid selector: '${ text }'; can't understand '${ requirement }'`);
    }
    if (!isSupported(field)) {
      throw badRequest(`field label not supported: ${ field }`);
    }

    return (object: KubeObject) => (supported(field, object) === wanted) === (operator !== '!=');
  });

  return (object) => tests.every((test) => test(object));
}
