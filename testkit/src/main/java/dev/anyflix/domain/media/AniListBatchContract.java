package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link AniListSource#mediaBatch}. A test of an {@link AniListSource} implements
 * it beside {@link MediaSourceContract}.
 */
public interface AniListBatchContract {

  /** The source under test. */
  AniListSource source();

  /** How many requests have reached the upstream. */
  int requestsReceived();

  /** Makes the upstream answer a batch completely; it has the media of these ids only. */
  void upstreamHas(List<Integer> ids);

  /** Makes the upstream answer a batch with the media of these ids and an error beside them. */
  void upstreamFailsInPart(List<Integer> ids);

  /** Makes the upstream refuse a batch as too complex. */
  void upstreamRefusesBatch();

  private Answer<Map<Integer, Media>> askForBatch() {
    var batch = new MediaBatch(List.of(7, 8, 9));
    return source().mediaBatch(batch, Call.before(Instant.now().plusSeconds(5)));
  }

  private MediaSourceException batchFailure() {
    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, this::askForBatch);
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  default void batchTakesOneRequestAndReturnsMediaById() {
    upstreamHas(List.of(9, 7, 8));

    Map<Integer, Media> media = ((Answer.Value<Map<Integer, Media>>) askForBatch()).value();

    assertThat(media).containsOnlyKeys(7, 8, 9);
    assertThat(media).allSatisfy((id, each) -> assertThat(each.id()).isEqualTo("anilist:" + id));
    assertThat(requestsReceived()).isEqualTo(1);
  }

  @Test
  default void unknownIdIsAbsentFromACompleteBatch() {
    upstreamHas(List.of(8));

    var answer = (Answer.Value<Map<Integer, Media>>) askForBatch();

    assertThat(answer.value()).containsOnlyKeys(8);
    assertThat(source().status().errors()).isZero();
  }

  @Test
  default void batchWithoutAnyKnownIdIsEmpty() {
    upstreamHas(List.of());
    assertThat(((Answer.Value<Map<Integer, Media>>) askForBatch()).value()).isEmpty();
  }

  @Test
  default void batchThatFailsInPartFailsAsAWhole() {
    upstreamFailsInPart(List.of(7));
    assertThat(batchFailure().kind()).isNotEqualTo(Kind.NOT_FOUND);
  }

  @Test
  default void refusedBatchIsRejected() {
    upstreamRefusesBatch();
    MediaSourceException failure = batchFailure();
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure.isFromUpstream()).isTrue();
  }
}
