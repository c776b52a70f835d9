import type { ServedType } from '../definitions';
import { type FieldError, fieldErrors } from '../errors';
import { isObject, objectAt, sameJson } from '../objects';
import { applySchema } from '../schema/structural';
import { ruleErrors } from '../schema/rules';
import { validateLists, validateSchema } from '../schema/validate';
import type { JsonObject, KubeObject } from '../types';
import { dnsSubdomain } from './names';
import type { Strategy } from './strategy';

const BLOCKING = new Set(['FieldValueNotSupported', 'FieldValueRequired', 'FieldValueTooLong', 'FieldValueTooMany', 'FieldValueTypeInvalid']);
const RULES_NOT_CHECKED = 'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/** A custom resource: its schema prunes, defaults and validates it. */
export function customStrategy(type: ServedType): Strategy {
  const schema = type.schema ?? {};
  const hasRules = JSON.stringify(schema).includes('"x-kubernetes-validations"');
  const errorsOf = (object: KubeObject, old?: KubeObject): readonly FieldError[] => {
    const errors = [...validateSchema(object, schema, '', old), ...validateLists(object, schema, '')];

    if (!hasRules) {
      return errors;
    }

    return errors.some(({ reason }) => BLOCKING.has(reason))
      ? [...errors, fieldErrors.invalid('<nil>', undefined, RULES_NOT_CHECKED)]
      : [...errors, ...ruleErrors(object, schema, old)];
  };

  return {
    nameRule: dnsSubdomain,
    unconditionalUpdate: false,
    generation: true,
    decode(object) {
      const { value, unknownFields } = applySchema(object, schema);

      return { object: { ...value, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata }, unknownFields };
    },
    validate: (object) => errorsOf(object),
    validateUpdate: (object, old) => errorsOf(object, old),
  };
}

/** The errors of a status that is written through the status subresource: only the status is looked at. */
export function statusErrors(type: ServedType, object: KubeObject, old: KubeObject): readonly FieldError[] {
  const schema: JsonObject = objectAt(objectAt(type.schema, 'properties'), 'status');

  if (!isObject(object.status) || sameJson(object.status, old.status)) {
    return [];
  }

  return validateSchema(object.status, schema, 'status', old.status);
}
