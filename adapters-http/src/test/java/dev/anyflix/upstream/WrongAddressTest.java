package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.upstream.anilist.AniListHttpSource;
import dev.anyflix.upstream.archive.ArchiveHttpProvider;
import dev.anyflix.upstream.jellyfin.JellyfinHttpProvider;
import dev.anyflix.upstream.kitsu.KitsuHttpProvider;
import dev.anyflix.upstream.tmdb.TestTmdb;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Upstreams whose address is set wrongly, so that they have none of what is always there. */
class WrongAddressTest {

  private static final String ENVELOPE =
      "{\"errors\": [{\"message\": \"Not Found.\", \"status\": 404}], \"data\": null}";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final UpstreamConfig config = upstream.config();
  private final Call call = upstream.call();

  @Test
  void listsAreNeverNotFound() {
    upstream.answers(404, ENVELOPE);

    calls()
        .forEach(
            (name, asked) -> {
              MediaSourceException failure =
                  catchThrowableOfType(MediaSourceException.class, asked::run);
              assertThat(failure.kind()).as(name).isEqualTo(Kind.UNREADABLE);
              assertThat(failure).as(name).hasMessageContaining("Check its URL");
            });
  }

  private Map<String, Runnable> calls() {
    var aniList = new AniListHttpSource(upstream.http(), config);
    var tmdb = TestTmdb.source(upstream.http(), config, "key", "en-US");
    var jellyfin =
        new JellyfinHttpProvider(
            upstream.http(), config.url(), config.timeout(), config.budget(), "key");
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("AniList trending", () -> aniList.trending(new PageRequest(1, 20), call));
    calls.put("AniList popular", () -> aniList.popular(new PageRequest(1, 20), call));
    calls.put("AniList search", () -> aniList.searchAnime(new AnimeSearch("x", 1, 20), call));
    calls.put("TMDB configuration", () -> tmdb.configuration(call));
    calls.put("TMDB search", () -> tmdb.search(new TmdbSearch("x", LanguageTag.ENGLISH, 1), call));
    calls.put(
        "Jellyfin item",
        () -> jellyfin.detail(new ProviderItem("0123456789abcdef".repeat(2)), call));
    lists(calls, "Jellyfin", jellyfin);
    lists(calls, "Kitsu", new KitsuHttpProvider(upstream.http(), config));
    lists(calls, "Internet Archive", new ArchiveHttpProvider(upstream.http(), config));
    return calls;
  }

  private void lists(Map<String, Runnable> calls, String name, ContentProvider provider) {
    calls.put(name + " popular", () -> provider.popular(new ProviderPage(1), call));
    calls.put(name + " latest", () -> provider.latest(new ProviderPage(1), call));
    calls.put(name + " search", () -> provider.search(new ProviderSearch("x", 1), call));
  }
}
