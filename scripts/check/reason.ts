/** A refusal or an error, as one line. */
export function reasonOf(error: unknown): string {
  if (Array.isArray(error)) {
    return error.map(reasonOf).join('; ');
  }

  if (error === undefined) {
    return 'no reason is given';
  }

  if (error instanceof Error) {
    return error.message || error.name;
  }

  const { _status: status, message } = Object(error) as { readonly _status?: unknown; readonly message?: unknown };

  return typeof message === 'string' ? `${ typeof status === 'number' ? `${ status } ` : '' }${ message }` : typeof error === 'string' ? error : JSON.stringify(error);
}
