import { goSyntaxError } from '../kube/patch';
import { isObject, listAt, objectAt, without } from '../objects';
import type { Json, JsonObject } from '../types';
import { steveError } from './errors';

const RESERVED = ['id', 'type', 'links', 'actions'];

/** Takes off what Steve added to the form that it gave out; conditions lose `lastUpdateTime` too, whoever wrote it. */
export function unformatted(body: JsonObject): JsonObject {
  const metadata = ['fields', 'relationships', 'state'].reduce<JsonObject>(without, objectAt(body, 'metadata'));
  const conditions = listAt(objectAt(body, 'status'), 'conditions');
  const result = body.metadata === undefined ? body : { ...body, metadata };

  if (!conditions.length) {
    return result;
  }
  const plain = conditions.map((condition) => (isObject(condition) ? ['error', 'transitioning', 'lastUpdateTime'].reduce<JsonObject>(without, condition) : condition));

  return { ...result, status: { ...objectAt(body, 'status'), conditions: plain } };
}

/** Puts an object's own `_id`, `_type`, … back; what was there of Steve's goes. */
export function fromUnderscore(body: JsonObject): JsonObject {
  return RESERVED.reduce<JsonObject>((result, key) => {
    const own = body[`_${ key }`];
    const rest = without(without(result, key), `_${ key }`);

    return own === undefined ? rest : { ...rest, [key]: own };
  }, body);
}

/** The text of a strategic patch, as Steve passes it on. */
export function strategicBody(text: string): string {
  let parsed: Json;

  try {
    parsed = JSON.parse(text) as Json;
  } catch {
    throw steveError(500, 'ServerError', goSyntaxError(text));
  }
  if (!isObject(parsed)) {
    throw steveError(500, 'ServerError', `json: cannot unmarshal ${ Array.isArray(parsed) ? 'array' : typeof parsed } into Go value of type map[string]interface {}`);
  }

  return JSON.stringify(fromUnderscore(parsed));
}
