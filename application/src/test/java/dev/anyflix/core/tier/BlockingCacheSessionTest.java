package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.cache.CacheUnavailableException;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cache behind the breaker keeps its own contract, and the generations beside its entries. */
final class BlockingCacheSessionTest extends CachePortContract {

  private final FakeCache cache = new FakeCache();
  private final List<BlockingCacheConnector> connectors = new ArrayList<>();

  private static final class Recorder extends SilentListener {

    private final List<CacheKey> changed = new CopyOnWriteArrayList<>();
    private int closed;

    @Override
    public void entryChanged(CacheKey key) {
      changed.add(key);
    }

    @Override
    public void closed() {
      closed++;
    }
  }

  private SharedCache newSession() {
    return newSession(new SilentListener());
  }

  private SharedCache newSession(SharedCache.Listener listener) {
    var connector = new BlockingCacheConnector(cache, Duration.ofSeconds(5), Clock.systemUTC());
    connectors.add(connector);
    return connector.connect(listener);
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

  @Test
  void ownWritesAreReportedAndTellWhetherTheyWon() {
    var listener = new Recorder();
    SharedCache session = newSession(listener);
    CacheEntry newer = entry("m?id=1", 0, LOADED.plusSeconds(1));
    CacheEntry older = entry("m?id=1", 0, LOADED);
    CacheKey key = CacheKey.of("movies", newer.request());

    assertThat(session.put(key, newer, KEEP, null).join()).isTrue();
    assertThat(session.put(key, older, KEEP, null).join()).isFalse();
    assertThat(listener.changed).containsExactly(key, key);
    assertThat(session.remove(key).join()).isTrue();
    assertThat(listener.changed).hasSize(3);
  }

  @Test
  void closedSessionReportsItOnceAndFailsItsCalls() {
    var listener = new Recorder();
    SharedCache session = newSession(listener);
    session.close();
    session.close();

    assertThat(listener.closed).isEqualTo(1);
    assertThatThrownBy(session::stats).isInstanceOf(CacheUnavailableException.class);
  }

  @Test
  void clearHasAHigherGenerationThanAnyThatWasSeen() {
    long seen = System.currentTimeMillis() + 1_000_000;

    assertThat(
            newSession()
                .exchange(Generations.NONE, seen, Set.of("movies"), Set.of())
                .generations()
                .clearedAt("movies"))
        .isEqualTo(seen + 1);
  }
}
