import { get, pathOf } from './api.js';
import { backdrop, date, h, image, notice, picture, say } from './dom.js';
import { facts, score, shelf } from './home.js';

const WATCH = { SUBSCRIPTION: 'Stream', FREE: 'Free', ADS: 'Free with ads', RENT: 'Rent', BUY: 'Buy' };

/** The page of one title: one call of the API, and one more for each season and each page of episodes. */
export function title(path) {
  const page = h('article', { class: 'title' }, h('div', { class: 'hero skeleton' }));
  const load = () => get(path).then(async ({ body }) => show(page, body, await hasEpisodes(body))).catch((problem) => {
    page.replaceChildren(h('h1', { tabindex: -1 }, 'This title cannot be shown'), notice(problem, load));
    say(problem.message);
  });
  load();
  return [page];
}

/** Whether the provider of a series lists its episodes; asks for the list of providers. */
async function hasEpisodes(media) {
  const isSeries = media.episodes > 1 && media.href.startsWith('/api/providers/');
  const found = isSeries && await get('api/providers').catch(() => null);
  return found?.body?.some((it) => it.id === media.source && it.episodes);
}

function show(page, media, withEpisodes) {
  const { images } = media;
  const name = media.title.preferred;
  document.title = `${name} – Anyflix`;
  page.replaceChildren(
    h('div', { class: 'hero' },
      backdrop(images),
      h('div', { class: 'intro' },
        picture('240px', images.posters, [185, 342, 500], { class: 'cover', width: 240, height: 360 }),
        h('div', {},
          h('h1', { tabindex: -1, class: images.logo && 'with-logo' }, images.logo ? h('img', { class: 'logo', src: images.logo, alt: name }) : name),
          facts([media.year, media.ageRating && h('span', { class: 'rating' }, media.ageRating), length(media), score(media), media.status === 'RELEASING' && 'Airing']),
          h('p', { class: 'chips' }, media.genres.map((genre) => h('span', {}, genre))),
          h('p', { class: 'actions' },
            media.streams.length > 0 && h('a', { class: 'button main', href: '#play', onclick: play }, '▶ Play free'),
            media.trailer && h('a', { class: 'button', href: media.trailer.url, rel: 'noopener', target: '_blank' }, 'Trailer'))))),
    h('div', { class: 'columns' },
      h('div', {},
        media.description && h('p', { class: 'text' }, media.description),
        media.nextEpisode && h('p', {}, `Episode ${media.nextEpisode.number ?? ''} airs on ${date(media.nextEpisode.airsAt, { dateStyle: 'full', timeStyle: 'short' })}.`)),
      h('dl', {},
        entry('By', media.creators.map((it) => it.name)),
        entry('Studio', media.studios),
        entry('Original title', [media.title.original ?? media.title.native].filter((it) => it && it !== name)),
        entry('Elsewhere', media.links.slice(0, 6).map((it) => h('a', { href: it.url, rel: 'noopener' }, it.site))))),
    ...sections(media, withEpisodes));
  page.querySelector('h1').focus({ preventScroll: true });
}

function sections(media, withEpisodes) {
  const name = media.title.preferred;
  return [
    media.streams.length > 0 && player(media),
    media.watch.length > 0 && watch(media),
    media.seasons.some((it) => it.href) && seasons(media),
    withEpisodes && block('Episodes', episodes(`${pathOf(media.href)}/episodes`)),
    media.cast.length > 0 && block('Cast', h('ul', { class: 'row people' }, media.cast.map(person))),
    media.collection && shelf({ title: media.collection.name, path: pathOf(media.collection.href) }),
    media.relations.length > 0 && shelf({ title: 'Related', items: media.relations }),
    media.recommendations.length > 0 && shelf({ title: `More like ${name}`, items: media.recommendations }),
  ].filter(Boolean);
}

const block = (heading, ...content) => h('section', { class: 'shelf' }, h('div', { class: 'head' }, h('h2', {}, heading)), ...content);

function entry(term, values) {
  return values.length > 0 && h('div', {}, h('dt', {}, term), h('dd', {}, values.flatMap((it, i) => (i ? [', ', it] : [it]))));
}

function length(media) {
  const count = media.seasons.filter((it) => it.number > 0).length;
  if (count > 0) {
    return count === 1 ? '1 season' : `${count} seasons`;
  }
  const minutes = media.durationMinutes && `${media.durationMinutes} min`;
  return media.episodes > 1 ? `${media.episodes} episodes` : minutes;
}

function player(media) {
  const video = h('video', { id: 'play', controls: true, preload: 'none', poster: media.images.backdrop ?? media.images.poster, 'aria-label': media.title.preferred },
    media.streams.map((it) => h('source', { src: it.url })));
  return block('Watch here', video);
}

function play(event) {
  event.preventDefault();
  const video = document.getElementById('play');
  video.scrollIntoView({ block: 'center' });
  video.focus();
  video.play().catch(() => say('The video cannot be played.'));
}

function watch(media) {
  const offers = media.watch.map((it) => h('li', {}, h(it.url ? 'a' : 'span', { href: it.url, rel: 'noopener' },
    image(it.logo, 44, 44),
    h('span', {}, h('strong', {}, it.name), h('small', {}, WATCH[it.type] ?? it.type)))));
  return block('Where to watch', h('ul', { class: 'offers' }, offers), h('p', { class: 'source' }, 'Data by JustWatch.'));
}

function person({ character, person: actor, image: portrait }) {
  return h('li', { class: 'card' },
    h('span', { class: 'poster' }, h('span', { class: 'blank', 'aria-hidden': true }, actor ?? character), image(portrait, 150, 225)),
    h('span', { class: 'name' }, actor ?? character),
    actor && character && h('span', { class: 'facts' }, character));
}

/** A season is loaded when it is chosen; the first regular one is open. */
function seasons(media) {
  const all = media.seasons.filter((it) => it.href);
  const first = all.find((it) => it.number > 0) ?? all[0];
  const list = h('div', {}, episodes(pathOf(first.href)));
  const choose = (event) => list.replaceChildren(episodes(event.target.value));
  const select = h('select', { 'aria-label': 'Season', onchange: choose },
    all.map((it) => h('option', { value: pathOf(it.href), selected: it === first }, it.episodes ? `${it.name} (${it.episodes} episodes)` : it.name)));
  const section = block('Episodes', list);
  section.querySelector('.head').append(select);
  return section;
}

/** The episodes at a path, a page at a time. */
function episodes(path) {
  const end = h('li', { class: 'action' });
  const load = (page) => {
    end.replaceChildren(h('div', { class: 'skeleton', 'aria-busy': true }));
    get(page > 1 ? `${path}?page=${page}` : path).then(({ body }) => {
      const items = (body.episodes ?? body.items).map(episode);
      end.replaceWith(...items, ...(body.hasNextPage ? [end] : []));
      end.replaceChildren(h('button', { class: 'button', type: 'button', onclick: () => load(page + 1) }, 'More episodes'));
      if (page > 1) {
        items[0]?.focus();
      }
    }).catch((problem) => end.replaceChildren(notice(problem, () => load(page))));
  };
  load(1);
  return h('ol', { class: 'episodes' }, end);
}

function episode(it) {
  const name = it.title ?? `Episode ${it.number ?? ''}`;
  return h('li', { tabindex: -1 },
    h('span', { class: 'still' }, image(it.still, 320, 180)),
    h('div', {},
      h('h3', {}, it.number ? `${it.number}. ${name}` : name),
      facts([date(it.airDate), it.durationMinutes && `${it.durationMinutes} min`]),
      it.description && h('p', {}, it.description)));
}
