package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The laws of generations, on random ones. */
final class GenerationsTest {

  private static final List<String> PREFIXES = List.of("a", "b", "c");
  private static final int ROUNDS = 2_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private Generations any() {
    return new Generations(random.nextInt(5), anyMap(), anyMap());
  }

  private Map<String, Long> anyMap() {
    Map<String, Long> map = new HashMap<>();
    PREFIXES.forEach(
        prefix -> {
          if (random.nextBoolean()) {
            map.put(prefix, (long) random.nextInt(10));
          }
        });
    return map;
  }

  private static CacheEntry entry(long generation) {
    return CacheEntry.notFound("r", generation, Instant.EPOCH, Duration.ofSeconds(1));
  }

  @Test
  void theLaterOfGenerationsIsCommutativeAssociativeAndIdempotent() {
    for (int round = 0; round < ROUNDS; round++) {
      Generations one = any();
      Generations two = any();
      Generations three = any();

      assertThat(one.max(two)).as("seed %d", seed).isEqualTo(two.max(one));
      assertThat(one.max(two).max(three)).as("seed %d", seed).isEqualTo(one.max(two.max(three)));
      assertThat(one.max(one)).as("seed %d", seed).isEqualTo(one);
      assertThat(one.max(two).max(one)).as("seed %d", seed).isEqualTo(one.max(two));
    }
  }

  @Test
  void aClearVoidsEveryEarlierEntryOfItsPrefixAndNoOther() {
    for (int round = 0; round < ROUNDS; round++) {
      Generations before = any();
      Generations after = before.next(Set.of("a"), Set.of(), random.nextInt(20));

      assertThat(after.admits("a", entry(before.current("a")))).as("seed %d", seed).isFalse();
      assertThat(after.admits("a", entry(after.current("a")))).as("seed %d", seed).isTrue();
      assertThat(after.clearedAt("b")).as("seed %d", seed).isEqualTo(before.clearedAt("b"));
    }
  }

  @Test
  void anExpiryMakesEveryEarlierEntryStaleAndNoneVoid() {
    for (int round = 0; round < ROUNDS; round++) {
      Generations before = any();
      CacheEntry entry = entry(before.current("a"));
      Generations after = before.next(Set.of(), Set.of("a"), random.nextInt(20));

      assertThat(after.admits("a", entry)).as("seed %d", seed).isTrue();
      assertThat(after.isExpired("a", entry)).as("seed %d", seed).isTrue();
      assertThat(after.isExpired("a", entry(after.current("a")))).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void whatLaterGenerationsAdmitEarlierOnesAdmitToo() {
    for (int round = 0; round < ROUNDS; round++) {
      Generations earlier = any();
      Generations later = earlier.max(any());
      CacheEntry entry = entry(random.nextInt(12));
      if (later.admits("a", entry)) {
        assertThat(earlier.admits("a", entry)).as("seed %d", seed).isTrue();
      }
    }
  }

  @Test
  void aNewGenerationIsAtLeastTheTime() {
    assertThat(Generations.NONE.next(Set.of("a"), Set.of(), 1_000).current("a")).isEqualTo(1_000);
  }
}
