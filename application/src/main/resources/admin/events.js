import { send } from './access.js';

const SILENCE_MS = 8_000;
const CONNECT_MS = 5_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/**
 * Reads a stream of server-sent events and reconnects when it breaks.
 * (EventSource can't send the token.)
 *
 * @param onEvent takes each event's name and data
 * @param onState takes 'connecting', 'live' or 'lost', and the reason
 */
export async function watch(path, onEvent, onState) {
  let wait = FIRST_WAIT_MS;
  for (;;) {
    let reason = 'The stream ended.';
    let retryAfter = 0;
    try {
      await read(path, (name, data) => {
        wait = FIRST_WAIT_MS;
        onState('live');
        onEvent(name, data);
      });
    } catch (e) {
      reason = e.status ? e.message : 'The service is unreachable.';
      retryAfter = 1000 * (e.retryAfterSeconds ?? 0);
    }
    onState('lost', reason);
    await new Promise((resolve) => setTimeout(resolve, Math.max(retryAfter, wait * (0.75 + Math.random() / 2))));
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    onState('connecting');
  }
}

async function read(path, onEvent) {
  const abort = new AbortController();
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => abort.abort(), SILENCE_MS);
  };
  try {
    const response = await send(path, {
      signal: abort.signal,
      timeoutMs: CONNECT_MS,
      headers: { Accept: 'text/event-stream' },
    });
    heard();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      heard();
      const blocks = (buffer + value).split('\n\n');
      buffer = blocks.pop();
      blocks.forEach((block) => dispatch(block, onEvent));
    }
  } finally {
    clearTimeout(silence);
  }
}

function dispatch(block, onEvent) {
  let name = 'message';
  let data = '';
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) {
      name = line.slice('event: '.length);
    } else if (line.startsWith('data: ')) {
      data += line.slice('data: '.length);
    }
  }
  if (data !== '') {
    onEvent(name, JSON.parse(data));
  }
}
