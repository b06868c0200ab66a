import { byId, element, labelCells, setText, setTone } from './dom.js';
import { count, duration, familyOf, millis, percent, NONE } from './format.js';
import { clear } from './actions.js';

const COLUMNS = ['ttl', 'all', 'ratio', 'memory', 'redis', 'stale', 'missed', 'failed', 'negative', 'loads', 'failures', 'p50', 'p99'];
const bodies = new Map();
const rows = new Map();

/** Shows the operations in groups, each with its figures. */
export function showOperations(operations) {
  for (const [prefix, figures] of Object.entries(operations)) {
    if (!rows.has(prefix)) {
      rows.set(prefix, newRow(prefix));
    }
    fill(rows.get(prefix), figures);
  }
}

function newRow(prefix) {
  const cells = Object.fromEntries(COLUMNS.map((name) => [name, element('td', { class: 'figure' })]));
  group(familyOf(prefix)).append(element('tr', {},
    element('th', { scope: 'row' }, element('code', {}, prefix)),
    ...COLUMNS.map((name) => cells[name]),
    element('td', { class: 'action' }, clearButton(prefix))));
  labelCells(byId('operations').querySelector('table'));
  return cells;
}

function group(family) {
  if (!bodies.has(family)) {
    const body = element('tbody', {}, element('tr', { class: 'group' },
      element('th', { scope: 'rowgroup', colspan: String(COLUMNS.length + 1) }, element('code', {}, family)),
      element('td', { class: 'action' }, clearButton(family))));
    bodies.set(family, body);
    byId('operations').querySelector('table').append(body);
  }
  return bodies.get(family);
}

function clearButton(prefix) {
  const button = element('button', { type: 'button', 'aria-label': `Clear ${prefix}` }, 'Clear\u2026');
  button.addEventListener('click', () => clear(prefix));
  return button;
}

function fill(cells, row) {
  const all = row.hitsMemory + row.hitsRedis + row.stale + row.misses + row.failed;
  setText(cells.ttl, duration(row.ttlSeconds));
  setText(cells.all, count(all));
  setText(cells.ratio, all === 0 ? NONE : percent(row.hit_ratio));
  setText(cells.memory, count(row.hitsMemory));
  setText(cells.redis, count(row.hitsRedis));
  setText(cells.stale, count(row.stale));
  setTone(cells.stale, row.stale > 0 ? 'warn' : 'idle');
  setText(cells.missed, count(row.misses));
  setText(cells.failed, count(row.failed));
  setTone(cells.failed, row.failed > 0 ? 'bad' : 'idle');
  setText(cells.negative, count(row.negative));
  setText(cells.loads, count(row.loads));
  setText(cells.failures, count(row.loadFailures));
  setTone(cells.failures, row.loadFailures > 0 ? 'warn' : 'idle');
  setText(cells.p50, row.loadMillisP50 > 0 ? millis(row.loadMillisP50) : NONE);
  setText(cells.p99, row.loadMillisP99 > 0 ? millis(row.loadMillisP99) : NONE);
}
