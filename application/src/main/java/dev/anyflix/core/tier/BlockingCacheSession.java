package dev.anyflix.core.tier;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LoadLocks;
import dev.anyflix.domain.cache.LockResult;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedGenerations;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session with a cache that may block. The generations are an entry of the cache, so that clears
 * survive a restart together with the entries. Changes by other processes are not reported, and
 * locks and budgets are not shared. Thread safe.
 */
final class BlockingCacheSession implements SharedCache, LoadLocks {

  private static final String RECORD = "generations of the cache";
  private static final CacheKey RECORD_KEY = CacheKey.of("anyflix_generations", RECORD);
  private static final Duration KEEP_RECORD = Duration.ofDays(3650);

  private final BlockingCacheConnector connector;
  private final CachePort cache;
  private final Clock clock;
  private final Listener listener;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  BlockingCacheSession(
      BlockingCacheConnector connector, CachePort cache, Clock clock, Listener listener) {
    this.connector = connector;
    this.cache = cache;
    this.clock = clock;
    this.listener = listener;
  }

  private <T extends @Nullable Object> CompletableFuture<T> run(Supplier<T> call) {
    return isClosed.get()
        ? CompletableFuture.failedFuture(
            new CacheUnavailableException(Reason.DOWN, "the session is closed", null))
        : connector.run(call);
  }

  private <T extends @Nullable Object> T call(Supplier<T> call) {
    try {
      return run(call).join();
    } catch (CompletionException e) {
      throw Async.unwrapped(e) instanceof CacheUnavailableException known ? known : e;
    }
  }

  @Override
  public CompletableFuture<@Nullable CacheEntry> get(CacheKey key) {
    return run(() -> cache.get(key));
  }

  @Override
  public CompletableFuture<Boolean> put(
      CacheKey key, CacheEntry entry, Duration keepFor, @Nullable LoadLease release) {
    return run(
        () -> {
          cache.put(key, entry, keepFor);
          listener.entryChanged(key);
          CacheEntry now = connector.check(key);
          return now != null && now.isSameLoad(entry);
        });
  }

  @Override
  public CompletableFuture<Boolean> remove(CacheKey key) {
    return run(
        () -> {
          boolean wasThere = cache.remove(key);
          listener.entryChanged(key);
          return wasThere;
        });
  }

  @Override
  public void purge(Set<String> prefixes, Generations generations, LongConsumer progress) {
    progress.accept(call(() -> cache.purge(prefixes, generations)));
  }

  @Override
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    if (cursor != null && CacheKey.parse(cursor).isEmpty()) {
      throw new UnknownCursorException(cursor);
    }
    return call(() -> cache.keys(prefixes, cursor, limit));
  }

  @Override
  public CacheStats stats() {
    return call(connector::stats);
  }

  @Override
  public String server() {
    return "";
  }

  @Override
  public SharedGenerations exchange(
      Generations known, long highestSeen, Set<String> clears, Set<String> expires) {
    return call(() -> exchangeHere(known, highestSeen, clears, expires));
  }

  private SharedGenerations exchangeHere(
      Generations known, long highestSeen, Set<String> clears, Set<String> expires) {
    SharedGenerations held = read();
    Generations before =
        held != null
            ? held.generations()
            : known.equals(Generations.NONE)
                ? new Generations(clock.millis(), Map.of(), Map.of())
                : known;
    Generations after =
        before.max(known).next(clears, expires, Math.max(clock.millis(), highestSeen + 1));
    var shared =
        new SharedGenerations(after, held == null ? UUID.randomUUID().toString() : held.dataset());
    if (!shared.equals(held)) {
      write(shared);
    }
    return shared;
  }

  @Override
  public @Nullable SharedGenerations generations() {
    return call(this::read);
  }

  private @Nullable SharedGenerations read() {
    CacheEntry held = connector.check(RECORD_KEY);
    return held == null ? null : parsed(new String(held.body().bytes(), StandardCharsets.UTF_8));
  }

  /** Lines: dataset, base, then kind, prefix and generation; null where a line is malformed. */
  private static @Nullable SharedGenerations parsed(String text) {
    try {
      String[] lines = text.split("\n", -1);
      Map<String, Long> cleared = new HashMap<>();
      Map<String, Long> expired = new HashMap<>();
      for (int i = 2; i < lines.length; i++) {
        String[] words = lines[i].split(" ", -1);
        (words[0].equals("c") ? cleared : expired).put(words[1], Long.valueOf(words[2]));
      }
      return new SharedGenerations(
          new Generations(Long.parseLong(lines[1]), cleared, expired), lines[0]);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return null;
    }
  }

  private void write(SharedGenerations shared) {
    var text = new StringBuilder(shared.dataset()).append('\n');
    text.append(shared.generations().base());
    shared
        .generations()
        .cleared()
        .forEach((prefix, number) -> text.append("\nc " + prefix + ' ' + number));
    shared
        .generations()
        .expired()
        .forEach((prefix, number) -> text.append("\ne " + prefix + ' ' + number));
    Body body = new Body(text.toString().getBytes(StandardCharsets.UTF_8));
    boolean unused = cache.remove(RECORD_KEY);
    cache.put(
        RECORD_KEY,
        CacheEntry.found(RECORD, 0, clock.instant(), KEEP_RECORD, null, body),
        KEEP_RECORD);
  }

  @Override
  public void probeWrite() {}

  @Override
  public LoadLocks locks() {
    return this;
  }

  @Override
  public CompletableFuture<LockResult> acquire(LoadLease lease, Duration lasts) {
    return CompletableFuture.completedFuture(new LockResult.Acquired(null));
  }

  @Override
  public CompletableFuture<?> renew(Collection<LoadLease> leases, Duration lasts) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<?> release(LoadLease lease) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<?> fail(LoadLease lease, LoadFailure failure, Duration rememberFor) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public SharedBudgets budgets() {
    return SharedBudgets.UNREACHABLE;
  }

  @Override
  public void close() {
    if (!isClosed.getAndSet(true)) {
      listener.closed();
    }
  }
}
