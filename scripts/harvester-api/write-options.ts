import type { WriteOptions } from './cluster';
import { type FieldError, fieldErrors, invalid } from './errors';

const FIELD_VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'];

/** Reads the options of a write from the query; `kind` names them in a refusal. */
export function writeOptions(query: URLSearchParams, kind: string): WriteOptions {
  const fieldValidation = query.get('fieldValidation') ?? '';
  const dryRun = query.getAll('dryRun');
  const errors: FieldError[] = [];

  if (!FIELD_VALIDATIONS.includes(fieldValidation)) {
    errors.push(fieldErrors.notSupported('fieldValidation', fieldValidation, FIELD_VALIDATIONS));
  }
  if (dryRun.some((value) => value !== 'All')) {
    errors.push(fieldErrors.notSupportedRaw('dryRun', `[]string{${ dryRun.map((value) => JSON.stringify(value)).join(', ') }}`, ['All']));
  }
  if (errors.length) {
    throw invalid({ group: 'meta.k8s.io', kind }, '', errors);
  }

  return { ...(dryRun.length && { dryRun: true }), ...(fieldValidation && { fieldValidation }) };
}
