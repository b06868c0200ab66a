import { byId, element, setText } from './dom.js';
import { nextAttempt } from './format.js';

/** Shows what does not work: what happened, what follows, and what to do. */
export function showBanner({ summary, incidents }) {
  const banner = byId('banner');
  banner.hidden = incidents.length === 0;
  banner.dataset.tone = incidents.some(({ level }) => level === 'failing') ? 'bad' : 'warn';
  setText(byId('banner-title'), incidents.length === 0 ? '' : summary);
  const list = banner.querySelector('ul');
  while (list.children.length > incidents.length) {
    list.lastChild.remove();
  }
  incidents.forEach((incident, i) => {
    const row = list.children[i] ?? list.appendChild(element('li', {}, element('strong'), ' ', element('span'), ' ', element('em')));
    setText(row.children[0], sentence(incident.cause));
    setText(row.children[1], [incident.consequence, incident.action].join(' '));
    setText(row.children[2], nextAttempt(incident.nextAttemptAt));
  });
}

function sentence(text) {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
