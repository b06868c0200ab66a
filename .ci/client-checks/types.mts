// Calls with openapi-fetch: compiles only if the types of openapi-typescript fit.
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

const { GET } = createClient<paths>({ baseUrl: process.argv[2] });

function check(condition: unknown, what: string): asserts condition {
  if (!condition) {
    throw new Error(what);
  }
}

const film = await GET('/api/tmdb/movies/{id}', { params: { path: { id: 603 } } });
check(film.data, 'a film');
const media: components['schemas']['Media'] = film.data;
const poster: string | null = media.images.poster;
const year: number | null = media.year;
check(media.title.preferred === 'The Matrix' && year === 1999 && poster, 'the fields of a film');

const list = await GET('/api/anilist/trending', { params: { query: { perPage: 5 } } });
check(list.data?.items.length === 5, 'a list');
const found = await GET('/api/providers/{provider}/search', {
  params: { path: { provider: 'archive' }, query: { q: 'metropolis' } },
});
check(found.data?.items[0]?.source === 'archive', 'a search');
const providers = await GET('/api/providers');
check(providers.data?.length, 'the providers');
const none = await GET('/api/tmdb/movies/{id}', { params: { path: { id: 999999999 } } });
check(none.error?.status === 404, 'a problem');
console.log('5 calls with openapi-fetch');
