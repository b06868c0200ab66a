import { byId, setText, setTone } from './dom.js';
import { bytes, count, millis, percent, rate, NONE } from './format.js';

const LEVEL_TONES = { ok: 'good', degraded: 'warn', failing: 'bad' };
const REDIS = {
  off: ['off', 'idle'],
  up: ['ok', 'good'],
  read_only: ['read only', 'warn'],
  restricted: ['restricted', 'warn'],
  suspect: ['paused', 'bad'],
  down: ['paused', 'bad'],
};

function tile(id, text, tone) {
  const target = byId(`tile-${id}`);
  setText(target, text);
  if (tone) {
    setTone(target, tone);
  }
}

/** Shows the current state of the service. */
export function showOverview(stats, history) {
  const { redis, memory } = stats;
  const level = levelOf(stats.incidents);
  tile('status', level, LEVEL_TONES[level]);
  document.querySelectorAll('.shared-name').forEach((label) => setText(label, redis.name));
  tile('backend', backendNote(stats));
  tile('redis', ...(REDIS[redis.state] ?? [redis.state, 'idle']));
  tile('latency', redisNote(redis));
  tile('memory', bytes(memory.bytes));
  tile('entries', `${count(memory.entries)} entries, ${count(memory.evictions)} evicted`);
  traffic(Object.values(stats.operations), history);
}

function backendNote({ status, backend, redis }) {
  if (status === 'disabled') {
    return 'cache disabled';
  }
  return backend === 'memory' ? 'memory only' : `memory and ${redis.name}`;
}

function levelOf(incidents) {
  if (incidents.length === 0) {
    return 'ok';
  }
  return incidents.some(({ level }) => level === 'failing') ? 'failing' : 'degraded';
}

function redisNote(redis) {
  if (redis.state === 'off') {
    return 'not configured';
  }
  const pending = redis.pendingClears > 0 ? `, ${count(redis.pendingClears)} pending clears` : '';
  const isPaused = redis.state === 'down' || redis.state === 'suspect';
  return (isPaused ? 'tried again every second' : `answers in ${millis(redis.latencyMillis)}`) + pending;
}

function traffic(operations, history) {
  const sum = (of) => operations.reduce((total, row) => total + of(row), 0);
  const hits = sum((row) => row.hitsMemory + row.hitsRedis);
  const all = hits + sum((row) => row.stale + row.misses + row.failed);
  const failed = sum((row) => row.failed);
  const now = history.ratios().at(-1) ?? null;
  tile('ratio', now === null ? NONE : percent(now));
  const rates = history.ratesByTier().map((tier) => tier.at(-1) ?? 0);
  const perSecond = rates.reduce((total, each) => total + each, 0);
  const failing = rates.at(-1);
  tile('failed', failing === 0 ? '0 /s' : `${rate(failing)} /s`, failing > 0 ? 'bad' : 'idle');
  tile('failed-note', failed === 0 ? 'none since start' : `${count(failed)} since start`);
  tile('ratio-note', all === 0 ? 'no requests yet' : `${percent((100 * hits) / all)} since start`);
  tile('rate', `${rate(perSecond)} /s`);
  tile('requests', `${count(all)} since start`);
}

/** Shows whether the figures are live. */
export function showState(state, reason) {
  const live = byId('live');
  if (live.dataset.state === 'lost' && state === 'connecting') {
    return;
  }
  live.dataset.state = state;
  live.title = reason ?? '';
  setText(live, { connecting: 'Connecting', live: 'Live', lost: `Reconnecting. ${reason ?? ''}` }[state]);
}
