package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.upstream.anilist.AniListHttpSource;
import dev.anyflix.upstream.archive.ArchiveHttpProvider;
import dev.anyflix.upstream.jellyfin.JellyfinHttpProvider;
import dev.anyflix.upstream.kitsu.KitsuHttpProvider;
import dev.anyflix.upstream.tmdb.TestTmdb;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An answer with another id than requested must not be stored. */
class OtherIdTest {

  private static final String ID = "0000000000000000000000000000000a";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();

  private void isUnreadable(String body, ThrowingCallable call) {
    upstream.answers(200, body);
    MediaSourceException failure = catchThrowableOfType(MediaSourceException.class, call);
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(failure.isFromUpstream()).isTrue();
  }

  @Test
  void anotherIdThanRequestedIsUnreadable() {
    SharedHttp http = upstream.http();
    UpstreamConfig config = upstream.config();
    var anilist = new AniListHttpSource(http, config);
    var tmdb = TestTmdb.source(http, config, "0123456789abcdef", "en-US");
    var kitsu = new KitsuHttpProvider(http, config);
    var archive = new ArchiveHttpProvider(http, config);
    var jellyfin =
        new JellyfinHttpProvider(http, config.url(), config.timeout(), config.budget(), "key");

    isUnreadable(
        "{\"data\": {\"Media\": {\"id\": 2}}}",
        () -> anilist.media(new MediaById(1), upstream.call()));
    isUnreadable("{\"id\": 2}", () -> tmdb.movie(TestTmdb.title(1), upstream.call()));
    isUnreadable("{\"id\": 2}", () -> tmdb.series(TestTmdb.title(1), upstream.call()));
    isUnreadable(
        "{\"data\": {\"id\": \"2\"}}", () -> kitsu.detail(new ProviderItem("1"), upstream.call()));
    isUnreadable(
        "{\"metadata\": {\"identifier\": \"two\", \"mediatype\": \"movies\"}}",
        () -> archive.detail(new ProviderItem("one"), upstream.call()));
    isUnreadable(
        "{\"Items\": [{\"Id\": \"0000000000000000000000000000000b\", \"Type\": \"Movie\"}]}",
        () -> jellyfin.detail(new ProviderItem(ID), upstream.call()));
  }

  @Test
  void idOfAnotherSpellingIsTheSame() {
    var jellyfin =
        new JellyfinHttpProvider(
            upstream.http(),
            upstream.config().url(),
            MockUpstream.TIMEOUT,
            upstream.config().budget(),
            "key");
    upstream.answers(
        200,
        "{\"Items\": [{\"Id\": \"00000000-0000-0000-0000-00000000000A\", \"Type\": \"Movie\"}]}");
    assertThat(jellyfin.detail(new ProviderItem(ID), upstream.call())).isNotNull();
  }
}
