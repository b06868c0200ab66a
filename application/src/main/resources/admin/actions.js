import { sendForJson } from './access.js';
import { attempt, confirm, tell } from './dialogs.js';
import { byId, setText } from './dom.js';
import { count } from './format.js';

const POLL_MS = 200;

/** Clears an operation, or a group of them, after asking. */
export async function clear(prefix) {
  const sure = await confirm(
    `Clear ${prefix}?`,
    `Every answer under ${prefix}, and under the prefixes that continue it, is loaded anew when it is next asked for.`,
    'Clear');
  if (sure) {
    await attempt(async () => tellOf(await sendForJson(`admin/cache/clear/${prefix}`, { method: 'POST' })));
  }
}

/** Clears everything, after asking. */
export async function flush() {
  const sure = await confirm(
    'Flush the cache?',
    'Every answer of every operation is loaded anew when it is next asked for. The upstreams\u2019 budgets may not allow it all at once.',
    'Flush');
  if (sure) {
    await attempt(async () => tellOf(await sendForJson('admin/cache/flush', { method: 'POST' })));
  }
}

function tellOf(answer) {
  const entries = answer.cleared_count === 1 ? 'entry' : 'entries';
  tell(`${answer.message} (${count(answer.cleared_count)} ${entries}).`, answer.redis === 'pending' ? 'warn' : 'good');
}

/** Begins a warm-up and follows it to its end. */
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

/** Shows how far a warm-up has come, whoever began it. */
export function showWarming({ running, done, total, failed, current }) {
  byId('warming').hidden = !running;
  byId('warm').disabled = running;
  if (running) {
    byId('warming-bar').max = Math.max(1, total);
    byId('warming-bar').value = done;
    setText(byId('warming-text'), `Warming: ${done} of ${total}${failed ? `, ${failed} failed` : ''}${current ? `, at ${current}` : ''}`);
  }
}
