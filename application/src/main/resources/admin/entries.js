import { sendForJson } from './access.js';
import { attempt, confirm, tell } from './dialogs.js';
import { byId, element, setText } from './dom.js';
import { bytes, count, duration, familyOf } from './format.js';

const LIMIT = 50;
const MOST_EMPTY_PAGES = 20;
const rows = new Map();
let cursor = null;
let listing = 0;
let shown = null;

/** Fills the list of prefixes and connects the buttons. */
export function startEntries(prefixes) {
  const choice = byId('entries-prefix');
  for (const family of new Set(prefixes.map(familyOf))) {
    const group = element('optgroup', { label: family }, element('option', { value: family }, `all of ${family}`));
    prefixes.filter((prefix) => familyOf(prefix) === family)
      .forEach((prefix) => group.append(element('option', { value: prefix }, prefix)));
    choice.append(group);
  }
  choice.addEventListener('change', list);
  byId('entries-list').addEventListener('click', list);
  byId('entries-more').addEventListener('click', () => attempt(more));
  byId('entry-delete').addEventListener('click', () => remove(shown));
}

function list() {
  rows.forEach(({ row }) => row.remove());
  rows.clear();
  cursor = null;
  listing++;
  return attempt(more);
}

/** Lists the next page; pages of a shared cache may be empty before the end. */
async function more() {
  const before = rows.size;
  const mine = listing;
  for (let i = 0; i < MOST_EMPTY_PAGES && (i === 0 || (cursor && rows.size === before)); i++) {
    const query = new URLSearchParams({ limit: LIMIT, details: true });
    if (byId('entries-prefix').value) {
      query.set('prefix', byId('entries-prefix').value);
    }
    if (cursor) {
      query.set('cursor', cursor);
    }
    const page = await sendForJson(`admin/cache/keys?${query}`);
    if (mine !== listing) {
      return;
    }
    page.entries.filter((entry) => !rows.has(entry.key)).forEach(addRow);
    cursor = page.cursor;
  }
  byId('entries-more').hidden = !cursor;
  showCount();
}

function showCount() {
  const at = new Date().toLocaleTimeString('en-GB');
  setText(byId('entries-count'), `${count(rows.size)}${cursor ? ' and more' : ''}, as of ${at}`);
}

function addRow(entry) {
  const open = element('button', { type: 'button', class: 'link' }, entry.request);
  const drop = element('button', { type: 'button', 'aria-label': `Delete ${entry.request}` }, 'Delete\u2026');
  open.addEventListener('click', () => show(entry.key));
  drop.addEventListener('click', () => remove(entry));
  const row = element('tr', {},
    element('th', { scope: 'row', class: 'request' }, open),
    element('td', {}, element('code', {}, entry.prefix)),
    element('td', {}, entry.tier),
    element('td', { class: 'figure' }, duration(entry.ageSeconds)),
    element('td', { class: 'figure' }, duration(entry.freshForSeconds)),
    element('td', { class: 'figure' }, bytes(entry.sizeBytes)),
    element('td', { class: 'action' }, drop));
  rows.set(entry.key, { row });
  byId('entries').querySelector('tbody').append(row);
}

async function show(key) {
  const entry = await attempt(() => sendForJson(`admin/cache/entries/${key}`));
  if (!entry) {
    return;
  }
  shown = entry;
  setText(byId('entry-title'), entry.request);
  const facts = {
    Key: entry.key,
    Loaded: new Date(entry.loadedAt).toLocaleString(),
    From: entry.tier,
    Age: duration(entry.ageSeconds),
    Left: `${duration(entry.freshForSeconds)} of ${duration(entry.ttlSeconds)}`,
    Size: bytes(entry.sizeBytes),
    ...(entry.negative ? { Answer: 'not found' } : {}),
  };
  byId('entry-facts').replaceChildren(...Object.entries(facts)
    .map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));
  setText(byId('entry-body'), JSON.stringify(entry.body, null, 2));
  byId('entry').showModal();
  byId('entry-body').scrollTop = 0;
}

async function remove({ key, request }) {
  const sure = await confirm('Delete this entry?', `${request} is loaded again at the next request.`, 'Delete');
  if (!sure) {
    return;
  }
  await attempt(async () => {
    await sendForJson(`admin/cache/entries/${key}`, { method: 'DELETE' });
    tell(`Deleted ${request}.`);
    rows.get(key)?.row.remove();
    rows.delete(key);
    showCount();
    byId('entry').close();
    byId('entries-list').focus();
  });
}
