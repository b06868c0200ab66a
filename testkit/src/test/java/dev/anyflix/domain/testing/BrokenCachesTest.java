package dev.anyflix.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The contract of the cache fails for caches with one fault each. */
final class BrokenCachesTest {

  /** One fault, and the test that finds it. */
  enum Fault {
    NONE(""),
    NO_LOCK("twoThreadsSeeTheLatestPuts"),
    LIMIT_IGNORED("theKeysOfAPrefixCanBeWalked"),
    EXPIRED_ENTRY_REMOVED("expiredEntryIsNotReportedAsRemoved"),
    LOSING_PUT_PROLONGS("earlierLoadDoesNotProlongTheEntryThatStays"),
    EXPIRED_ENTRY_BLOCKS("expiredEntryDoesNotKeepAnEarlierLoadOut"),
    SESSION_DROPPED("cacheThatNeverBlocksKeepsTheSessionOfACopy");

    private final String test;

    Fault(String test) {
      this.test = test;
    }
  }

  private static volatile Fault fault = Fault.NONE;

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void brokenCacheFailsTheTestOfItsFault(Fault broken) {
    assertThat(failuresWith(broken)).contains(broken.test + "()");
  }

  @Test
  void sameCacheWithoutAFaultPasses() {
    assertThat(failuresWith(Fault.NONE)).isEmpty();
  }

  private static List<String> failuresWith(Fault broken) {
    fault = broken;
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Contract.class))
        .execute()
        .testEvents()
        .failed()
        .map(Event::getTestDescriptor)
        .map(test -> test.getDisplayName())
        .toList();
  }

  /** Runs the contract; not found by itself, because it is neither public nor named as a test. */
  static final class Contract extends CachePortContract {

    @Override
    protected CachePort emptyCache() {
      return new BrokenCache(fault);
    }
  }

  private record Held(CacheEntry entry, long until) {

    boolean isOver() {
      return System.nanoTime() - until >= 0;
    }
  }

  /** A cache in a map with one fault. */
  private static final class BrokenCache implements CachePort {

    private final Fault fault;
    private final Map<CacheKey, Held> entries = new HashMap<>();
    private long hits;
    private long misses;

    BrokenCache(Fault fault) {
      this.fault = fault;
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
      if (fault == Fault.NO_LOCK) {
        return action.get();
      }
      synchronized (this) {
        return action.get();
      }
    }

    @Override
    public boolean mayBlock() {
      return false;
    }

    @Override
    public @Nullable CacheEntry get(CacheKey key) {
      return locked(
          () -> {
            Held held = entries.get(key);
            boolean isThere = held != null && !held.isOver();
            hits += isThere ? 1 : 0;
            misses += isThere ? 0 : 1;
            return isThere ? held.entry() : null;
          });
    }

    @Override
    public void put(CacheKey key, CacheEntry entry, Duration keepFor) {
      CacheEntry kept = fault == Fault.SESSION_DROPPED ? entry.storedIn(0) : entry;
      long until = System.nanoTime() + keepFor.toNanos();
      var unused =
          locked(
              () -> {
                Held held = entries.get(key);
                boolean isBlocked =
                    held != null
                        && !(held.isOver() && fault != Fault.EXPIRED_ENTRY_BLOCKS)
                        && !entry.replaces(held.entry());
                if (!isBlocked) {
                  return entries.put(key, new Held(kept, until));
                }
                return fault == Fault.LOSING_PUT_PROLONGS
                    ? entries.put(key, new Held(held.entry(), until))
                    : null;
              });
    }

    @Override
    public boolean remove(CacheKey key) {
      return locked(
          () -> {
            Held removed = entries.remove(key);
            return removed != null && (fault == Fault.EXPIRED_ENTRY_REMOVED || !removed.isOver());
          });
    }

    @Override
    public long purge(Set<String> prefixes, Generations generations) {
      return locked(
          () -> {
            int before = entries.size();
            entries
                .entrySet()
                .removeIf(
                    each ->
                        prefixes.contains(each.getKey().prefix())
                            && !generations.admits(
                                each.getKey().prefix(), each.getValue().entry()));
            return (long) before - entries.size();
          });
    }

    @Override
    public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
      CacheKey after =
          cursor == null
              ? null
              : CacheKey.parse(cursor).orElseThrow(() -> new UnknownCursorException(cursor));
      int most = fault == Fault.LIMIT_IGNORED ? Integer.MAX_VALUE : limit;
      return locked(
          () -> {
            List<CacheKey> keys =
                entries.keySet().stream()
                    .filter(key -> prefixes.contains(key.prefix()))
                    .filter(key -> after == null || key.compareTo(after) > 0)
                    .sorted()
                    .limit(most)
                    .toList();
            return new KeyPage(keys, keys.size() < most ? null : keys.get(most - 1).toString());
          });
    }

    @Override
    public CacheStats stats() {
      return locked(() -> new CacheStats(1, 1, hits, misses, hits + misses, entries.size(), 0, 0));
    }

    @Override
    public void close() {}
  }
}
