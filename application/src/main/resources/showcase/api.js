// The whole client of the API: every call of this page goes through get().

/** An answer that is not a success; `code` is one of the codes of the API reference. */
export class Problem extends Error {
  constructor(detail, code) {
    super(detail);
    this.code = code;
  }
}

/**
 * Reads a route, relative to this page. Browsers cache the answers as their headers allow.
 * `stale` tells that the source is down and that the answer is a copy from before.
 */
export async function get(path) {
  let response;
  let body;
  try {
    response = await fetch(path, { headers: { Accept: 'application/json' } });
    body = await response.json();
  } catch {
    throw new Problem('The service cannot be reached.', 'unreachable');
  }
  if (!response.ok) {
    throw new Problem(body.detail ?? `The service answered HTTP ${response.status}.`, body.code);
  }
  return { body, stale: (response.headers.get('Cache-Status') ?? '').includes('detail=stale') };
}

/** An href of the API as a path relative to this page, so that it works below any folder. */
export const pathOf = (href) => href.replace(/^\//, '');
