import SteveModel from '@shell/plugins/steve/steve-class';
import differenceWith from 'lodash/differenceWith';
import get from 'lodash/get';
import isEqual from 'lodash/isEqual';
import { isObject } from './kubernetes';
import { jsonCopy } from './wire';

/** What only the API server and controllers write. */
const SERVER_OWNED = [
  'status', 'metadata.finalizers', 'metadata.ownerReferences', 'metadata.resourceVersion', 'metadata.uid', 'metadata.creationTimestamp', 'metadata.generation',
] as const;

/** The server's fields of `wire` that a model's own `cleanForSave` removes, the shell's aside: that one removes some of them for every model. */
export function lossesOfCleanUp(resource: SteveModel, Model: typeof SteveModel, wire: Record<string, unknown>): readonly string[] {
  const own = withoutStockCleanUp(() => Model.prototype.cleanForSave.call(resource, jsonCopy(wire), false));

  return isObject(own) ? SERVER_OWNED.filter((path) => isLost(get(wire, path), get(own, path))) : [];
}

function isLost(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after)) {
    return differenceWith(before, after, isEqual).length > 0;
  }

  return before !== undefined && after === undefined;
}

/** What a clean-up gives when the shell's part of it does nothing. A clean-up is synchronous, so that nobody else meets the shell without. */
function withoutStockCleanUp(cleanUp: () => unknown): unknown {
  const stock = Object.getOwnPropertyDescriptor(SteveModel.prototype, 'cleanForSave');

  if (!stock) {
    return undefined;
  }

  Object.defineProperty(SteveModel.prototype, 'cleanForSave', { ...stock, value: (data: unknown) => data });

  try {
    return cleanUp();
  } finally {
    Object.defineProperty(SteveModel.prototype, 'cleanForSave', stock);
  }
}
