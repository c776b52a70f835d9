import { Denied } from '../types';

/** Why an object is refused, in the rule's own words; each webhook puts its wrapper around it. */
export class Refusal extends Error {}

/** What a Go client answers when an object does not exist. */
export const notFound = (resource: string, name: string): string => `${ resource } "${ name }" not found`;

/** Runs checks; a refusal becomes the webhook's answer, with the webhook's wrapper in front. Network and load balancer webhooks answer 500. */
export function explained<T>(wrapper: string, checks: () => T): T {
  return refusedAs(checks, (reason) => new Denied(`Internal error occurred: ${ wrapper }${ reason }`, 500, 'InternalError'));
}

/** Runs checks; a refusal is answered in its own words. The device webhook answers 500. */
export function plain<T>(checks: () => T): T {
  return refusedAs(checks, (reason) => new Denied(reason, 500, 'InternalError'));
}

/** Runs checks; a refusal is answered in its own words. Harvester's main webhook answers 422. */
export function invalid<T>(checks: () => T): T {
  return refusedAs(checks, (reason) => new Denied(reason, 422, 'Invalid'));
}

function refusedAs<T>(checks: () => T, answer: (reason: string) => Denied): T {
  try {
    return checks();
  } catch (error) {
    throw error instanceof Refusal ? answer(error.message) : error;
  }
}
