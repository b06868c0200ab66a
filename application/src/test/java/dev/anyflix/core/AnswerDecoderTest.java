package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose entries were edited into another shape. */
final class AnswerDecoderTest {

  private final ManualClock clock = new ManualClock();
  private final Oracle oracle = new Oracle();
  private final FakeSharedStore store = new FakeSharedStore(clock);
  private final Instance instance = new Instance(oracle, clock, store);
  private final Instance other = new Instance(oracle, clock, store);

  @AfterEach
  void close() {
    oracle.release();
    instance.close();
    other.close();
  }

  private void edit(String body) {
    CacheEntry entry = instance.read(1).entry();
    store.editByHand(
        instance.key(1),
        CacheEntry.found(
            entry.request(),
            entry.generation(),
            entry.loadedAt(),
            entry.ttl(),
            null,
            new Body(body.getBytes(StandardCharsets.UTF_8))));
  }

  private static String titleOf(CachedAnswer<Media> answer) {
    return answer.value().title().preferred();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "{}", "{\"title\":7}", "{\"id\":null}", "no JSON"})
  void answerOfAWrongShapeIsACountedMissAndOverwritten(String body) {
    edit(body);
    long hits = instance.stats().snapshot().hitsMemory() + instance.stats().snapshot().hitsRedis();

    CachedAnswer<Media> answer = instance.answerAsync(1).join();

    assertThat(titleOf(answer)).isEqualTo("version 2");
    assertThat(answer.response().outcome()).isEqualTo(Outcome.MISS);
    assertThat(instance.stats().count(Outcome.MISS)).isEqualTo(2);
    assertThat(instance.stats().snapshot().hitsMemory() + instance.stats().snapshot().hitsRedis())
        .isEqualTo(hits);
    assertThat(titleOf(other.answerAsync(1).join())).isEqualTo("version 2");
    assertThat(oracle.calls()).isEqualTo(2);
  }

  @Test
  void callersOfAnAnswerOfAWrongShapeShareOneLoad() {
    edit("[]");

    List<CompletableFuture<CachedAnswer<Media>>> answers =
        Stream.generate(() -> instance.answerAsync(1)).limit(20).toList();

    assertThat(answers)
        .allSatisfy(answer -> assertThat(titleOf(answer.join())).isEqualTo("version 2"));
    assertThat(oracle.calls()).isEqualTo(2);
  }

  @Test
  void valueOfAWrongShapeIsAsIfNothingWereHeld() {
    edit("[]");

    assertThat(instance.peek(1)).isNull();
    assertThat(oracle.calls()).isEqualTo(1);
  }

  @Test
  void secondAnswerThatCannotBeDecodedIsUnreadable() {
    var lookUps = new AtomicInteger();
    var decoder =
        new AnswerDecoder(
            instance.cache,
            new ReadThrough.Decoder() {
              @Override
              public <T> T decode(byte[] json, Class<T> type) {
                throw new IllegalArgumentException("another shape");
              }
            },
            Runnable::run);
    var operation =
        new CachedOperation<>(
            "test", Instance.PREFIX, Instance.TTL, "Test.media", "", Media.class, oracle::media);
    CacheEntry entry =
        CacheEntry.found("", 0, Instant.EPOCH, Instance.TTL, null, new Body(new byte[] {'7'}));

    var answer =
        decoder.find(
            CachedRequest.of(operation, new MediaById(1)),
            () -> {
              lookUps.incrementAndGet();
              return CompletableFuture.completedFuture(
                  new CachedResponse(entry, Outcome.MISS, Duration.ZERO, Duration.ZERO, true));
            });

    assertThatThrownBy(answer::join)
        .cause()
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    assertThat(lookUps).hasValue(2);
  }
}
