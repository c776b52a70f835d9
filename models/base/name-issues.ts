import type { ValidationIssue } from './declarations';
import type { ObjectMeta } from './kubernetes';
import { textOf } from './partial';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_LENGTH = 63;

/**
 * What is wrong with the name of a resource that is to be created. A name that the server has accepted is never questioned.
 * Source: k8s.io/apimachinery util/validation; the limit of 63 is Harvester's own, since names become labels and device names.
 */
export function nameIssues(metadata: ObjectMeta | undefined, form: 'label' | 'subdomain'): readonly ValidationIssue[] {
  if (textOf(metadata?.uid) !== undefined) {
    return [];
  }

  const path = 'metadata.name';
  const name = textOf(metadata?.name);

  if (name === undefined) {
    return textOf(metadata?.generateName) === undefined ? [{ path, key: 'harvesterModels.validation.name.required' }] : [];
  }

  if (name.length > MAX_LENGTH) {
    return [{ path, key: 'harvesterModels.validation.name.tooLong', args: { max: MAX_LENGTH } }];
  }

  if (!(form === 'label' ? DNS_LABEL : DNS_SUBDOMAIN).test(name)) {
    return [{ path, key: `harvesterModels.validation.name.${ form }`, args: { name } }];
  }

  return [];
}
