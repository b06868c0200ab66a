import { byId, element, labelCells, setText, setTone } from './dom.js';
import { count, duration, nextAttempt, NONE } from './format.js';

const TONES = { ok: 'good', failing: 'warn', paused: 'bad', not_configured: 'idle' };
const rows = new Map();

/** Shows the upstreams with their states and budgets. */
export function showUpstreams(upstreams) {
  for (const upstream of upstreams) {
    if (!rows.has(upstream.id)) {
      rows.set(upstream.id, newRow(upstream));
    }
    fill(rows.get(upstream.id), upstream);
  }
}

function newRow(upstream) {
  const cells = {
    kind: element('td'),
    state: element('span', { class: 'badge' }),
    left: element('td', { class: 'figure' }),
    budget: element('td'),
    requests: element('td', { class: 'figure' }),
    errors: element('td', { class: 'figure' }),
    note: element('td', { class: 'note' }),
  };
  byId('upstreams').querySelector('tbody').append(element('tr', {},
    element('th', { scope: 'row' }, upstream.name),
    cells.kind,
    element('td', {}, cells.state),
    cells.left, cells.budget, cells.requests, cells.errors, cells.note));
  labelCells(byId('upstreams').querySelector('table'));
  return cells;
}

function fill(cells, upstream) {
  const { budgetLimit: limit, budgetLeft: left, budgetPeriodSeconds: period } = upstream;
  setText(cells.kind, upstream.kind);
  const next = upstream.state === 'paused' ? nextAttempt(upstream.nextAttemptAt) : '';
  setText(cells.state, upstream.state.replace('_', ' ') + (next ? `, ${next}` : ''));
  setTone(cells.state, TONES[upstream.state] ?? 'idle');
  setText(cells.left, limit > 0 ? count(Math.floor(left)) : NONE);
  setTone(cells.left, limit > 0 && left < 1 ? 'bad' : 'idle');
  setText(cells.budget, limit > 0 ? `${count(limit)} per ${period === 1 ? 'second' : period === 60 ? 'minute' : duration(period)}` : 'unlimited');
  setText(cells.requests, count(upstream.requests));
  setText(cells.errors, count(upstream.errors));
  setTone(cells.errors, upstream.errors > 0 ? 'warn' : 'idle');
  setText(cells.note, upstream.reason ?? '');
}
