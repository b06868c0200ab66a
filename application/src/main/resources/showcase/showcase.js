// Anyflix in a browser: three views, chosen by the fragment of the address, on the public API.
import { h, say } from './dom.js';
import { home, shelf } from './home.js';
import { title } from './title.js';

const main = document.getElementById('main');
const input = document.getElementById('q');
const places = new Map();
let shown;

function search(words) {
  const path = `api/search?q=${encodeURIComponent(words)}`;
  return [
    h('h1', { tabindex: -1, class: 'plain' }, 'Results for ', h('q', {}, words)),
    shelf({ title: 'All sources', path, grid: true, empty: 'Nothing found.' }),
  ];
}

/** Shows the view of the address; a view that was left is shown where it was left. */
function route() {
  const [view, ...rest] = location.hash.slice(1).split('/');
  if (location.hash === shown || view === 'main') {
    return;
  }
  const arrived = shown !== undefined;
  places.set(shown, scrollY);
  shown = location.hash;
  const argument = rest.join('/');
  const words = view === 'search' ? decodeURIComponent(argument) : '';
  document.title = words ? `${words} – Anyflix` : 'Anyflix';
  if (document.activeElement !== input) {
    input.value = words;
  }
  main.replaceChildren(...(words ? search(words) : view === 'title' ? title(argument) : home()));
  scrollTo(0, places.get(shown) ?? 0);
  if (arrived && document.activeElement !== input) {
    (main.querySelector('h1') ?? main).focus({ preventScroll: true });
  }
  say(document.title);
}

let typing;
function searchFor(words) {
  clearTimeout(typing);
  const target = words.trim() ? `#search/${encodeURIComponent(words.trim())}` : '#';
  if (location.hash.startsWith('#search/')) {
    history.replaceState(null, '', target);
    route();
  } else {
    location.hash = target;
  }
}

input.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(searchFor, 350, input.value);
});
input.form.addEventListener('submit', (event) => {
  event.preventDefault();
  searchFor(input.value);
  input.blur();
});
addEventListener('keydown', (event) => {
  if (event.key === '/' && !/INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) {
    event.preventDefault();
    input.select();
  }
});
addEventListener('hashchange', route);
route();
