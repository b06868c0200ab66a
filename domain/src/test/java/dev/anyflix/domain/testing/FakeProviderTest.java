package dev.anyflix.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.Title;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FakeProviderTest {

  private static final Call CALL = Call.before(Instant.EPOCH);

  private final List<Media> media = IntStream.rangeClosed(1, 25).mapToObj(this::medium).toList();
  private final FakeProvider fake = new FakeProvider("fake", media);

  private Media medium(int id) {
    return Media.builder("fake:" + id, "fake", "" + id, MediaKind.VIDEO, Title.of("Film " + id))
        .build();
  }

  @Test
  void listsAndSearchesHaveAllMediaInPages() {
    MediaPage first = fake.popular(new ProviderPage(1), CALL).orElseThrow();
    MediaPage last = fake.search(new ProviderSearch("x", 2), CALL).orElseThrow();

    assertThat(first.items()).isEqualTo(media.subList(0, 20));
    assertThat(first.hasNextPage()).isTrue();
    assertThat(last.items()).isEqualTo(media.subList(20, 25));
    assertThat(last.hasNextPage()).isFalse();
    assertThat(fake.latest(new ProviderPage(3), CALL).orElseThrow().items()).isEmpty();
    assertThat(fake.calls()).isEqualTo(3);
  }

  @Test
  void detailIsFoundByTheIdOfTheProvider() {
    assertThat(fake.detail(new ProviderItem("7"), CALL).orElseThrow()).isEqualTo(media.get(6));
    assertThatExceptionOfType(MediaSourceException.class)
        .isThrownBy(() -> fake.detail(new ProviderItem("26"), CALL));
  }
}
