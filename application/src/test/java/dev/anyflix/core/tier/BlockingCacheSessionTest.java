package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.SilentListener;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cache behind the breaker keeps its own contract, and the generations beside its entries. */
final class BlockingCacheSessionTest extends CachePortContract {

  private final FakeCache cache = new FakeCache();
  private final List<BlockingCacheConnector> connectors = new ArrayList<>();

  private SharedCache newSession() {
    var connector = new BlockingCacheConnector(cache, Duration.ofSeconds(5), Clock.systemUTC());
    connectors.add(connector);
    return connector.connect(new SilentListener());
  }

  @AfterEach
  void closeConnectors() {
    connectors.forEach(BlockingCacheConnector::close);
  }

  @Override
  protected CachePort emptyCache() {
    return new BlockingCache(newSession());
  }

  private static Generations clear(SharedCache session, String... prefixes) {
    return session.exchange(Generations.NONE, 0, Set.of(prefixes), Set.of()).generations();
  }

  @Test
  void clearsAreKeptBesideTheEntries() {
    Generations cleared = clear(newSession(), "movies");

    SharedCache restarted = newSession();
    assertThat(restarted.generations().generations()).isEqualTo(cleared);
    assertThat(clear(restarted, "movies").clearedAt("movies"))
        .isGreaterThan(cleared.clearedAt("movies"));
  }

  @Test
  void lostRecordMakesEarlierEntriesVoid() {
    assertThat(clear(newSession()).admits("movies", entry("m?id=1", 0, LOADED))).isFalse();
  }
}
