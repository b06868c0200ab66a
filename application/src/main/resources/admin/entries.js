import { send, sendForJson } from './access.js';
import { expire } from './actions.js';
import { attempt, confirm, tell } from './dialogs.js';
import { byId, element, labelCells, setText } from './dom.js';
import { bytes, count, duration, familyOf } from './format.js';

const LIMIT = 50;
const MOST_EMPTY_PAGES = 20;
const rows = new Map();
let cursor = null;
let listing = 0;
let shown = null;
let order = null;

/** Fills the list of prefixes and connects the buttons. */
export function startEntries(prefixes) {
  const choice = byId('entries-prefix');
  for (const family of new Set(prefixes.map(familyOf))) {
    const group = element('optgroup', { label: family }, element('option', { value: family }, `all of ${family}`));
    prefixes.filter((prefix) => familyOf(prefix) === family)
      .forEach((prefix) => group.append(element('option', { value: prefix }, prefix)));
    choice.append(group);
  }
  choice.addEventListener('change', () => {
    byId('entries-expire').hidden = !choice.value;
    list();
  });
  byId('entries-expire').addEventListener('click', async () => {
    if (await expire(choice.value)) {
      await list();
    }
  });
  byId('entries-text').addEventListener('keydown', ({ key }) => key === 'Enter' && list());
  byId('entries-text').addEventListener('search', list);
  for (const button of document.querySelectorAll('#entries .sort')) {
    button.addEventListener('click', () => sortBy(button));
  }
  byId('entry-copy').addEventListener('click', copy);
  byId('entry-refresh').addEventListener('click', () => reload(true));
  byId('entry-expire').addEventListener('click', () => reload(false));
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
    const text = byId('entries-text').value.trim();
    if (text) {
      query.set('q', text);
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
  labelCells(byId('entries').querySelector('table'));
  sort();
  showCount();
}

function showCount() {
  const at = new Date().toLocaleTimeString('en-GB');
  setText(byId('entries-count'), `${count(rows.size)}${cursor ? ' and more' : ''}, as of ${at}`);
}

function addRow(entry) {
  const name = entry.href ?? entry.request;
  const open = element('button', { type: 'button', class: 'link' }, name);
  const drop = element('button', { type: 'button', 'aria-label': `Delete ${name}` }, 'Delete\u2026');
  open.addEventListener('click', () => show(entry.key));
  drop.addEventListener('click', () => remove(entry));
  const row = element('tr', {},
    element('th', { scope: 'row', class: 'request' }, open, ...(titleOf(entry) ? [` \u00b7 ${titleOf(entry)}`] : [])),
    element('td', {}, element('code', {}, entry.prefix)),
    element('td', {}, entry.tier),
    element('td', { class: 'figure' }, duration(entry.ageSeconds)),
    element('td', { class: 'figure' }, freshFor(entry)),
    element('td', { class: 'figure' }, bytes(entry.sizeBytes)),
    element('td', { class: 'action' }, drop));
  rows.set(entry.key, { row, entry: { ...entry, name } });
  byId('entries').querySelector('tbody').append(row);
}

function titleOf({ title, negative }) {
  return negative ? 'not found' : title;
}

function freshFor({ freshForSeconds }) {
  return freshForSeconds > 0 ? duration(freshForSeconds) : 'stale';
}

/** Sorts by a column; a second time the other way round. */
function sortBy(button) {
  const isSame = order?.column === button.dataset.sort;
  order = { column: button.dataset.sort, sign: isSame ? -order.sign : 1 };
  for (const each of document.querySelectorAll('#entries .sort')) {
    const heading = each.closest('th');
    if (each === button) {
      heading.setAttribute('aria-sort', order.sign > 0 ? 'ascending' : 'descending');
    } else {
      heading.removeAttribute('aria-sort');
    }
  }
  sort();
}

function sort() {
  if (order === null) {
    return;
  }
  const { column, sign } = order;
  const compare = (a, b) => (typeof a === 'number' ? a - b : String(a).localeCompare(String(b)));
  const sorted = [...rows.values()].sort((a, b) => sign * compare(a.entry[column], b.entry[column]));
  byId('entries').querySelector('tbody').append(...sorted.map(({ row }) => row));
}

/** Copies the body of the entry that is shown. */
async function copy() {
  try {
    await navigator.clipboard.writeText(JSON.stringify(shown.body, null, 2));
    tell('Copied the body.');
  } catch {
    tell('The browser does not allow copying here; select the text instead.', 'warn');
  }
}

/** Marks the entry that is shown as stale, and loads it again if wanted. */
async function reload(isLoaded) {
  const { key, href, request } = shown;
  byId('entry').close();
  await attempt(async () => {
    await sendForJson(`admin/cache/entries/${key}/refresh`, { method: 'POST' });
    if (isLoaded && href) {
      await send(href.slice(1));
      tell(`Refreshed ${href}.`);
    } else {
      tell(`Expired ${href ?? request}; the next request loads it again.`);
    }
    await list();
  });
}

async function show(key) {
  const entry = await attempt(() => sendForJson(`admin/cache/entries/${key}`));
  if (!entry) {
    return;
  }
  shown = entry;
  setText(byId('entry-title'), [entry.href ?? entry.request, titleOf(entry)].filter(Boolean).join(' \u00b7 '));
  byId('entry-refresh').hidden = !entry.href;
  const facts = {
    Key: entry.key,
    Request: entry.request,
    Loaded: new Date(entry.loadedAt).toLocaleString(),
    From: entry.tier,
    Age: duration(entry.ageSeconds),
    'Fresh for': `${freshFor(entry)} of ${duration(entry.ttlSeconds)}`,
    Size: bytes(entry.sizeBytes),
    ...(entry.negative ? { Answer: 'not found' } : {}),
  };
  byId('entry-facts').replaceChildren(...Object.entries(facts)
    .map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));
  setText(byId('entry-body'), JSON.stringify(entry.body, null, 2));
  byId('entry').showModal();
  byId('entry-body').scrollTop = 0;
}

async function remove({ key, href, request }) {
  const name = href ?? request;
  const sure = await confirm('Delete this entry?', `${name} is loaded again at the next request.`, 'Delete');
  if (!sure) {
    return;
  }
  await attempt(async () => {
    await sendForJson(`admin/cache/entries/${key}`, { method: 'DELETE' });
    tell(`Deleted ${name}.`);
    rows.get(key)?.row.remove();
    rows.delete(key);
    showCount();
    byId('entry').close();
    byId('entries-list').focus();
  });
}
