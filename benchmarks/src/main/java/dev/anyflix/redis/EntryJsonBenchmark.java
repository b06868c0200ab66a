package dev.anyflix.redis;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding and decoding of an entry with a body of about 2 kB, as it is stored in Redis. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EntryJsonBenchmark {

  private static final int MAX_BYTES = 1 << 20;
  private static final String REQUEST = "AniListSource.media/1?id=1";

  private final byte[] json =
      ("{\"description\":\""
              + "a".repeat(600)
              + "\",\"cast\":["
              + "{\"character\":\"Spike Spiegel\",\"person\":null},".repeat(35)
              + "{}]}")
          .getBytes(StandardCharsets.UTF_8);
  private final CacheKey key = CacheKey.of("anilist_media_by_id", REQUEST);
  private final RedisClock clock = new RedisClock(Clock.systemUTC());
  private final CacheEntry entry =
      CacheEntry.found(REQUEST, 3, Instant.now(), Duration.ofHours(1), null, new Body(json));
  private final byte[] encoded = EntryJson.encode(entry, clock);

  @Benchmark
  public byte[] encode() {
    return EntryJson.encode(entry, clock);
  }

  @Benchmark
  public @Nullable CacheEntry decode() {
    return EntryJson.decode(key, encoded, MAX_BYTES, clock);
  }
}
