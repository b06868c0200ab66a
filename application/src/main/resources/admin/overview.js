import { byId, setText, setTone } from './dom.js';
import { bytes, count, millis, percent, rate, NONE } from './format.js';

const STATUS_TONES = { active: 'good', degraded: 'warn', disabled: 'idle' };
const REDIS = {
  off: ['off', 'idle'],
  up: ['up', 'good'],
  read_only: ['read only', 'warn'],
  restricted: ['restricted', 'warn'],
  suspect: ['suspect', 'warn'],
  down: ['down', 'bad'],
};
const REDIS_NOTES = { off: 'not configured', suspect: 'using memory only', down: 'using memory only' };

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
  const wanted = redis.state !== 'off';
  tile('status', stats.status, STATUS_TONES[stats.status]);
  tile('backend', stats.backend === 'redis' ? 'memory and Redis' : 'memory only');
  tile('redis', ...(REDIS[redis.state] ?? [redis.state, 'idle']));
  tile('latency', REDIS_NOTES[redis.state] ?? `answers in ${millis(redis.latencyMillis)}`);
  tile('breaker', wanted ? redis.breaker : NONE, !wanted ? 'idle' : redis.breaker === 'closed' ? 'good' : 'bad');
  tile('pending', `${count(redis.pendingClears)} pending clears`, redis.pendingClears > 0 ? 'warn' : 'idle');
  tile('memory', bytes(memory.bytes));
  tile('entries', `${count(memory.entries)} entries, ${count(memory.evictions)} evicted`);
  traffic(Object.values(stats.operations), history);
}

function traffic(operations, history) {
  const sum = (of) => operations.reduce((total, row) => total + of(row), 0);
  const hits = sum((row) => row.hitsMemory + row.hitsRedis);
  const all = hits + sum((row) => row.stale + row.misses);
  const now = history.ratios().at(-1) ?? null;
  tile('ratio', now === null ? NONE : percent(now));
  tile('ratio-note', all === 0 ? 'no requests yet' : `${percent((100 * hits) / all)} since start`);
  const perSecond = history.ratesByTier().reduce((total, tier) => total + (tier.at(-1) ?? 0), 0);
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
