import { sendForJson } from './access.js';
import { byId, element, labelCells } from './dom.js';
import { count, duration, NONE } from './format.js';

const LIMIT = 10;
const REFRESH_MS = 10_000;

/** Shows the most frequent requests, again every few seconds while the page is visible. */
export async function startHot() {
  for (;;) {
    if (!document.hidden) {
      try {
        show((await sendForJson(`admin/cache/hot?limit=${LIMIT}`)).requests);
      } catch {
        // The state of the connection is shown at the top of the page.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
}

function show(requests) {
  const table = byId('hot').querySelector('table');
  table.tBodies[0].replaceChildren(...requests.map(({ href, request, requests: times, entry }) => element('tr', {},
    element('th', { scope: 'row', class: 'request' }, element('code', {}, href ?? request)),
    element('td', {}, entry?.title ?? NONE),
    element('td', { class: 'figure' }, `\u2248 ${count(times)}`),
    element('td', { class: 'figure' }, entry ? duration(entry.ageSeconds) : 'not cached'))));
  labelCells(table);
}
