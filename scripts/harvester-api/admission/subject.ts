import type { AdmissionRequest, KubeObject } from '../types';

/** The object that a request is about: as it shall become, or on DELETE as it is. */
export function subjectOf({ object, oldObject }: AdmissionRequest): KubeObject {
  const subject = object ?? oldObject;

  if (!subject) {
    throw new TypeError('an admission request without an object');
  }

  return subject;
}
