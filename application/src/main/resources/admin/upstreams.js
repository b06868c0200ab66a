import { byId, element, setText, setTone } from './dom.js';
import { count, duration, NONE } from './format.js';

const BREAKER_TONES = { closed: 'good', half_open: 'warn', open: 'bad' };
const rows = new Map();

/** Shows the upstreams with their breakers and budgets. */
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
    breaker: element('span', { class: 'badge' }),
    left: element('td', { class: 'figure' }),
    budget: element('td'),
    requests: element('td', { class: 'figure' }),
    errors: element('td', { class: 'figure' }),
    note: element('td', { class: 'note' }),
  };
  byId('upstreams').querySelector('tbody').append(element('tr', {},
    element('th', { scope: 'row' }, upstream.name),
    cells.kind,
    element('td', {}, cells.breaker),
    cells.left, cells.budget, cells.requests, cells.errors, cells.note));
  return cells;
}

function fill(cells, upstream) {
  const { budgetLimit: limit, budgetLeft: left, budgetPeriodSeconds: period } = upstream;
  const breaker = String(upstream.breaker).toLowerCase();
  setText(cells.kind, upstream.kind);
  setText(cells.breaker, upstream.configured ? breaker.replace('_', ' ') : 'not configured');
  setTone(cells.breaker, upstream.configured ? BREAKER_TONES[breaker] ?? 'idle' : 'idle');
  setText(cells.left, limit > 0 ? count(Math.floor(left)) : NONE);
  setTone(cells.left, limit > 0 && left < 1 ? 'bad' : 'idle');
  setText(cells.budget, limit > 0 ? `${count(limit)} per ${period === 1 ? 'second' : period === 60 ? 'minute' : duration(period)}` : 'unlimited');
  setText(cells.requests, count(upstream.requests));
  setText(cells.errors, count(upstream.errors));
  setTone(cells.errors, upstream.errors > 0 ? 'warn' : 'idle');
  setText(cells.note, upstream.reason ?? '');
}
