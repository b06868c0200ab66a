// Reads a Stremio add-on as Stremio does: every catalog, its search, genres and second page, the
// metas of its titles, and the streams of their videos. Prints how many of each it read.
const assert = require('node:assert')
const { detectFromURL } = require('stremio-addon-client')
const { lintManifest } = require('stremio-addon-linter')

const ID = /^(tt\d+|anyflix:.+)$/
const TYPES = ['movie', 'series']
const counts = { catalogs: 0, pages: 0, metas: 0, videos: 0, streams: 0, 'ids of IMDb': 0 }

async function main(url) {
  const { addon } = await new Promise((resolve, reject) =>
    detectFromURL(url, (error, result) => (error ? reject(error) : resolve(result))))
  const lint = lintManifest(addon.manifest)
  assert.deepStrictEqual(lint.errors.concat(lint.warnings), [])
  const ids = new Map()
  for (const catalog of addon.manifest.catalogs) {
    const metas = await pages(addon, catalog)
    metas.forEach((meta) => ids.set(meta.id, meta))
    counts.catalogs++
  }
  for (const preview of ids.values()) {
    await title(addon, preview)
  }
  assert.ok(counts['ids of IMDb'] > 0 && counts.streams > 0)
  console.log(Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', '))
}

/** The titles of a catalog's first page; the other pages are checked only. */
async function pages(addon, { type, id, extra }) {
  const first = await page(addon, type, id, {})
  assert.ok(first.length > 0, `${id} is empty`)
  const name = first[0].name
  const found = await page(addon, type, id, { search: name })
  assert.ok(found.some((meta) => meta.id === first[0].id), `${id} does not find ${name}`)
  assert.deepStrictEqual(await page(addon, type, id, { search: 'no such title / & = %' }), [])
  const second = await page(addon, type, id, { skip: first.length })
  assert.ok(second.every((meta) => first.every((other) => other.id !== meta.id)), `${id} repeats`)
  const genre = extra.find((each) => each.name === 'genre')
  if (genre) {
    const narrowed = first.flatMap((meta) => meta.genres || []).find((each) => genre.options.includes(each))
    assert.ok((await page(addon, type, id, { genre: narrowed })).length > 0, `${id} has no ${narrowed}`)
  }
  return first
}

async function page(addon, type, id, extra) {
  const { metas } = await addon.get('catalog', type, id, extra)
  counts.pages++
  metas.forEach((meta) => checkPreview(meta))
  return metas
}

function checkPreview(meta) {
  assert.match(meta.id, ID)
  assert.ok(TYPES.includes(meta.type) && meta.name, JSON.stringify(meta))
  assert.ok(!meta.poster || /^https?:/.test(meta.poster))
}

async function title(addon, preview) {
  assert.ok(addon.isSupported('meta', preview.type, preview.id))
  const { meta } = await addon.get('meta', preview.type, preview.id)
  checkPreview(meta)
  assert.strictEqual(meta.id, preview.id)
  assert.strictEqual(meta.type, preview.type)
  counts.metas++
  counts['ids of IMDb'] += meta.id.startsWith('tt') ? 1 : 0
  const videos = meta.type === 'series' ? meta.videos || [] : [{ id: meta.behaviorHints.defaultVideoId }]
  for (const video of meta.videos || []) {
    assert.ok(video.title && Number.isInteger(video.season) && Number.isInteger(video.episode))
    assert.ok(!video.released || !Number.isNaN(Date.parse(video.released)))
    assert.strictEqual(video.id, `${meta.id}:${video.season}:${video.episode}`)
  }
  counts.videos += videos.length
  for (const video of videos.slice(0, 1)) {
    const { streams } = await addon.get('stream', meta.type, video.id)
    streams.forEach((stream) => assert.match(stream.url, /^https?:/))
    counts.streams += streams.length
  }
}

main(process.argv[2]).catch((error) => {
  console.error(error)
  process.exit(1)
})
