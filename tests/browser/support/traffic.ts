import type { Page, Request } from 'playwright-core';

/** What a page asked the server for. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Notes every request for the resource of that name from now on, but for the page's own files. */
export function requestsFor(page: Page, name: string): readonly Asked[] {
  const asked: Asked[] = [];

  page.on('request', (request) => {
    const { pathname } = new URL(request.url());

    if (pathname.endsWith(`/${ name }`) && !pathname.startsWith('/dashboard/')) {
      asked.push({ method: request.method(), path: pathname, body: bodyOf(request) });
    }
  });

  return asked;
}

function bodyOf(request: Request): unknown {
  return request.postData() === null ? undefined : request.postDataJSON();
}
