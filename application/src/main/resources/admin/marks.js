import { byId, element } from './dom.js';
import { duration } from './format.js';

const MOST = 12;

/** Lists what the shaded parts of the charts mean, the newest first. */
export function showMarks(marks) {
  const box = byId('marks');
  const texts = marks.slice(-MOST).reverse().map(({ text, from, to, kind }) => [kind, describe(text, from, to)]);
  box.hidden = texts.length === 0;
  const list = box.querySelector('ol');
  if (list.textContent !== texts.map(([, text]) => text).join('')) {
    list.replaceChildren(...texts.map(([kind, text]) => element('li', { 'data-kind': kind }, text)));
  }
}

function describe(text, from, to) {
  const at = new Date(1000 * from).toLocaleTimeString('en-GB');
  return `${at} ${text}${to === null ? ' until now' : to > from ? ` for ${duration(Math.max(1, to - from))}` : ''}`;
}
