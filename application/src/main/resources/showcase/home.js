import { get, pathOf } from './api.js';
import { backdrop, date, h, notice, picture, say } from './dom.js';

const today = () => new Date().toISOString().slice(0, 10);
const aired = ({ media, number, airsAt }) => ({
  ...media,
  caption: `${date(airsAt, { hour: '2-digit', minute: '2-digit' })}${number ? `, episode ${number}` : ''}`,
});

/** The shelves of the home page: each is one route of the API. */
const SHELVES = [
  { title: 'Trending films', path: 'api/tmdb/trending?type=movie' },
  { title: 'Trending series', path: 'api/tmdb/trending?type=tv' },
  { title: 'This season’s anime', path: 'api/anilist/season' },
  { title: 'Airing today', path: `api/anilist/schedule?from=${today()}&to=${today()}`, map: aired },
  { title: 'Films to watch free', path: 'api/providers/archive/popular' },
  { title: 'In cinemas', path: 'api/tmdb/movies/now-playing' },
  { title: 'Series on the air', path: 'api/tmdb/tv/on-the-air' },
  { title: 'Anime of all time', path: 'api/anilist/popular' },
  { title: 'Top rated films', path: 'api/tmdb/movies/top-rated' },
];

const HERO = ['api/tmdb/trending?type=movie', 'api/anilist/season', 'api/providers/archive/popular'];

export const linkTo = (href) => `#title/${pathOf(href)}`;

export function home() {
  const hero = h('section', { class: 'hero skeleton', 'aria-label': 'Featured' });
  fill(hero);
  return [h('h1', { class: 'hidden', tabindex: -1 }, 'Anyflix'), hero, ...SHELVES.map(shelf)];
}

/** Features the first title with a description, of the first source that answers. */
async function fill(hero) {
  for (const path of HERO) {
    const found = await get(path).catch(() => null);
    const item = found?.body.items.find((it) => it.description && it.images.backdrop) ?? found?.body.items[0];
    if (item) {
      hero.classList.remove('skeleton');
      hero.replaceChildren(...[
        backdrop(item.images),
        h('div', { class: 'intro' },
          h('h2', {}, item.title.preferred),
          facts([item.year, item.genres.slice(0, 3).join(', '), score(item)]),
          h('p', { class: 'text' }, item.description),
          h('a', { class: 'button main', href: linkTo(item.href) }, 'Details')),
      ].filter(Boolean));
      return;
    }
  }
  hero.remove();
}

/** Loads a shelf only once it is about to be seen. */
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) {
      seen.unobserve(target);
      target.load();
    }
  }
}, { rootMargin: '300px' });

/** A titled row or grid of posters: of a route, or of items that are there already. */
export function shelf({ title, path, items, map = (it) => it, grid = false, empty }) {
  const list = h('ul', { class: grid ? 'grid' : 'row', onkeydown: step });
  const id = `shelf-${title.replace(/\W+/g, '-')}`;
  const section = h('section', { class: 'shelf', 'aria-labelledby': id },
    h('div', { class: 'head' }, h('h2', { id }, title), !grid && arrows(list)), list);
  const show = (all) => list.replaceChildren(...all.map((it) => h('li', {}, card(it))));
  if (items) {
    show(items);
    return section;
  }
  section.load = async () => {
    section.querySelector('.notice')?.remove();
    list.hidden = false;
    list.replaceChildren(...Array.from({ length: 8 }, () => h('li', { class: 'card', 'aria-hidden': true }, h('div', { class: 'poster skeleton' }))));
    section.setAttribute('aria-busy', true);
    try {
      const { body, stale } = await get(path);
      show(body.items.map(map));
      if (stale) {
        section.querySelector('.head').append(h('span', { class: 'badge' }, 'The source is down; this is a saved copy'));
      }
      const missing = (body.sources ?? []).filter((it) => it.status !== 'ok').map((it) => it.source);
      if (missing.length) {
        section.querySelector('.head').append(h('span', { class: 'badge' }, `Without ${missing.join(', ')}, which did not answer`));
      }
      if (!body.items.length) {
        list.hidden = true;
        section.append(h('p', { class: 'notice' }, empty ?? 'Nothing to show at present.'));
      }
    } catch (problem) {
      list.hidden = true;
      section.append(notice(problem, section.load));
      say(`${title}: ${problem.message}`);
    }
    section.removeAttribute('aria-busy');
  };
  seen.observe(section);
  return section;
}

/** A poster that links to its title; `caption` stands in for year and score. */
export function card(item) {
  const name = item.title.preferred ?? item.title;
  const images = item.images?.posters ?? { small: item.poster, medium: item.poster, large: item.poster };
  const art = picture('(max-width: 600px) 34vw, 190px', images, [185, 342, 500], { loading: 'lazy', width: 200, height: 300 });
  const content = [
    h('span', { class: 'poster' }, h('span', { class: 'blank', 'aria-hidden': true }, name), art),
    h('span', { class: 'name' }, name),
    facts([item.caption ?? item.relation?.toLowerCase().replaceAll('_', ' '), !item.caption && item.year, !item.caption && score(item)]),
  ];
  return item.href ? h('a', { class: 'card', href: linkTo(item.href) }, content) : h('div', { class: 'card' }, content);
}

export const facts = (values) => h('span', { class: 'facts' }, values.filter(Boolean).map((it) => h('span', {}, it)));

export function score(item) {
  return item.score ? h('span', { class: 'score', 'aria-label': `rated ${Math.round(item.score)} of 100` }, `★ ${(item.score / 10).toFixed(1)}`) : null;
}

function arrows(list) {
  const go = (pages) => () => list.scrollBy({ left: pages * list.clientWidth * 0.85, behavior: 'smooth' });
  const arrow = (text, pages) => h('button', { type: 'button', class: 'arrow', tabindex: -1, 'aria-hidden': true, onclick: go(pages) }, text);
  return h('span', { class: 'arrows' }, arrow('‹', -1), arrow('›', 1));
}

/** The arrow keys move along a shelf. */
function step(event) {
  const item = event.target.closest('li');
  const next = { ArrowRight: item?.nextElementSibling, ArrowLeft: item?.previousElementSibling }[event.key];
  if (next?.querySelector('a')) {
    event.preventDefault();
    next.querySelector('a').focus();
  }
}
