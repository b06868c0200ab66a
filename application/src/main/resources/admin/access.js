import { byId, setText } from './dom.js';

const KEY = 'anyflix-admin-token';
let asking = null;

/** An answer that reports an error, with the detail that the service gives. */
export class Refusal extends Error {
  constructor(status, detail, retryAfterSeconds) {
    super(detail);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Fetches; fails if no answer has started after `timeoutMs`, if given. */
async function answered(path, { timeoutMs, signal, ...options }) {
  if (!timeoutMs) {
    return fetch(path, { ...options, signal });
  }
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    return await fetch(path, { ...options, signal: AbortSignal.any([signal, late.signal]) });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Sends a request, with the token if the service requires one. The user is asked once for the token,
 * even if several requests need it.
 */
export async function send(path, options = {}) {
  for (;;) {
    const token = sessionStorage.getItem(KEY);
    const headers = new Headers(options.headers);
    if (token !== null) {
      headers.set('Authorization', `Bearer ${token}`);
    }
    const response = await answered(path, { ...options, headers, cache: 'no-store' });
    if (response.ok) {
      return response;
    }
    if (response.status !== 401) {
      throw await refusal(response);
    }
    if (sessionStorage.getItem(KEY) === token) {
      asking ??= ask(token !== null).finally(() => { asking = null; });
      await asking;
    }
  }
}

export async function sendForJson(path, options) {
  return (await send(path, options)).json();
}

async function refusal(response) {
  let detail = `The service answered ${response.status}.`;
  try {
    detail = (await response.json()).detail ?? detail;
  } catch {
    // A proxy answered without JSON; only the status is known.
  }
  return new Refusal(response.status, detail, Number(response.headers.get('Retry-After')) || 0);
}

function ask(wasRefused) {
  sessionStorage.removeItem(KEY);
  const dialog = byId('token');
  const value = byId('token-value');
  value.value = '';
  setText(byId('token-problem'), wasRefused ? 'The service refused this token.' : '');
  return new Promise((resolve) => {
    const open = () => {
      dialog.returnValue = '';
      dialog.showModal();
    };
    const closed = () => {
      const token = value.value.trim();
      if (dialog.returnValue !== 'yes' || !/^[\x21-\x7e]+$/.test(token)) {
        setText(byId('token-problem'), 'The dashboard needs the token.');
        open();
        return;
      }
      dialog.removeEventListener('close', closed);
      sessionStorage.setItem(KEY, token);
      value.value = '';
      resolve();
    };
    dialog.addEventListener('close', closed);
    open();
  });
}
