package dev.anyflix.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.Title;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FakeAniListTest {

  private static final Call CALL = Call.before(Instant.EPOCH);

  private final FakeAniList fake =
      new FakeAniList(
          FakeAniListTest::media,
          (request, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));

  private static Answer<Media> media(MediaById request, Call call) {
    if (request.id() > 100) {
      throw new MediaSourceException(Kind.UNAVAILABLE, "AniList is down.");
    }
    if (request.id() > 10) {
      throw new MediaSourceException(Kind.NOT_FOUND, "No such medium.");
    }
    Title title = new Title("Nana", null, null, null, null);
    String id = "anilist:" + request.id();
    return Answer.of(Media.builder(id, "anilist", "1", MediaKind.ANIME, title).build());
  }

  @Test
  void batchIsOneCallWithoutTheUnknownIds() {
    var request = new MediaBatch(List.of(2, 11, 1));
    var answer = (Answer.Value<Map<Integer, Media>>) fake.mediaBatch(request, CALL);

    assertThat(answer.value()).containsOnlyKeys(1, 2);
    assertThat(fake.calls()).isEqualTo(1);
    assertThat(fake.batches()).containsExactly(request);
  }

  @Test
  void batchFailsWhenOneIdFails() {
    assertThatExceptionOfType(MediaSourceException.class)
        .isThrownBy(() -> fake.mediaBatch(new MediaBatch(List.of(1, 101)), CALL));
  }
}
