import { sendForJson } from './access.js';
import { attempt, confirm, tell } from './dialogs.js';
import { byId, setText } from './dom.js';
import { count } from './format.js';

const POLL_MS = 200;

/** Clears one operation or a group of operations after confirmation. */
export async function clear(prefix) {
  const sure = await confirm(
    `Clear ${prefix}?`,
    `Each entry of ${prefix} and of the prefixes that start with it is loaded again at its next request.`,
    'Clear');
  if (sure) {
    await attempt(async () => tellOf(await sendForJson(`admin/cache/clear/${prefix}`, { method: 'POST' })));
  }
}

/**
 * Marks the entries of one operation or a group of operations as stale after confirmation.
 *
 * @returns whether it was done
 */
export async function expire(prefix) {
  const sure = await confirm(
    `Expire ${prefix}?`,
    `Each entry of ${prefix} is loaded again at its next request. The old answer is served, marked stale, where the load fails.`,
    'Expire');
  return sure && (await attempt(async () => {
    const answer = await sendForJson(`admin/cache/expire/${prefix}`, { method: 'POST' });
    tell(`${answer.message}.`, answer.redis === 'pending' ? 'warn' : 'good');
    return true;
  })) === true;
}

/** Clears all operations after confirmation. */
export async function flush() {
  const sure = await confirm(
    'Flush the cache?',
    'Each entry of every operation is loaded again at its next request. The budgets of the upstreams may not allow all loads at once.',
    'Flush');
  if (sure) {
    await attempt(async () => tellOf(await sendForJson('admin/cache/flush', { method: 'POST' })));
  }
}

function tellOf(answer) {
  const entries = answer.cleared_count === 1 ? 'entry' : 'entries';
  tell(`${answer.message} (${count(answer.cleared_count)} ${entries}).`, answer.redis === 'pending' ? 'warn' : 'good');
}

/** Starts warming the cache and shows the progress until the end. */
export async function warm() {
  await attempt(async () => {
    await sendForJson('admin/cache/warm', { method: 'POST' });
    for (;;) {
      const progress = await sendForJson('admin/cache/warm');
      showWarming(progress);
      if (!progress.running) {
        const failed = progress.failed > 0 ? `, ${count(progress.failed)} failed` : '';
        tell(`Warmed ${count(progress.done - progress.failed)} of ${count(progress.total)} answers${failed}.`, failed ? 'warn' : 'good');
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  });
}

/** Shows the progress of warming, whichever client started it. */
export function showWarming({ running, done, total, failed, current }) {
  byId('warming').hidden = !running;
  byId('warm').disabled = running;
  if (running) {
    byId('warming-bar').max = Math.max(1, total);
    byId('warming-bar').value = done;
    setText(byId('warming-text'), `Warming: ${done} of ${total}${failed ? `, ${failed} failed` : ''}${current ? `, at ${current}` : ''}`);
  }
}
