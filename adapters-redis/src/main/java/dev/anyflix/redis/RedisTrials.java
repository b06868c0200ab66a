package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.args;
import static dev.anyflix.redis.RedisLink.bytes;
import static dev.anyflix.redis.RedisLink.millis;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetLevel;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Each script and each command of a session, tried once on keys that no other process reads. The
 * keys expire within seconds or are removed.
 */
final class RedisTrials {

  private static final Duration LASTS = Duration.ofSeconds(3);
  private static final String NAME = "probe";

  private final RedisCache session;
  private final RedisNodes nodes;
  private final String prefix;
  private final CacheKey key;
  private final LoadLease lease;

  /**
   * @param prefix a prefix of entries
   */
  RedisTrials(RedisCache session, String prefix) {
    this.session = session;
    this.nodes = session.nodes();
    this.prefix = prefix;
    this.key = CacheKey.of(prefix, "RedisProbe");
    this.lease = new LoadLease(key, NAME, 0);
  }

  /** The failures of what the server refuses; empty if the service may do all that it needs. */
  List<CacheUnavailableException> refusals() {
    List<Runnable> trials = new ArrayList<>();
    for (Script script : Script.values()) {
      trials.add(() -> nodes.await(trial(script)));
    }
    trials.add(() -> nodes.await(session.get(key)));
    trials.add(() -> nodes.await(session.remove(key)));
    trials.add(() -> session.keys(Set.of(prefix), null, 1));
    trials.add(() -> nodes.await(readOfLock()));
    trials.add(() -> nodes.await(evalOfText()));
    trials.add(() -> nodes.await(loadOfText()));
    return trials.stream().map(RedisTrials::refusal).flatMap(Optional::stream).toList();
  }

  /** Later scripts find what earlier ones wrote, so that each takes the branch that does most. */
  private CompletableFuture<?> trial(Script script) {
    return switch (script) {
      case PUT ->
          session.put(key, CacheEntry.notFound("RedisProbe", 0, Instant.now(), LASTS), LASTS, null);
      case OVERWRITE ->
          nodes.run(
              script, List.of(key.toString()), bytes("1"), millis(LASTS), bytes("2"), bytes(1024));
      case PURGE -> nodes.run(script, List.of(key.toString()), bytes(Long.MAX_VALUE), bytes(1));
      case EXCHANGE -> exchange();
      case ACQUIRE ->
          session
              .locks()
              .acquire(lease, LASTS)
              .thenCompose(
                  held -> session.locks().acquire(new LoadLease(key, "other " + NAME, 0), LASTS));
      case RENEW -> session.locks().renew(List.of(lease), LASTS);
      case RELEASE -> session.locks().release(lease);
      case FAIL ->
          session.locks().fail(lease, new LoadFailure(NAME, "a trial of doctor", null), LASTS);
      case DRAW ->
          session
              .budgets()
              .draw(NAME, new BudgetDraw(NAME, Quota.perMinute(1), null, BudgetLevel.FULL, 1));
    };
  }

  /** Makes a record of generations under a key of its own and removes it. */
  private CompletableFuture<?> exchange() {
    String record = nodes.probeKeys().get(0);
    byte[] none = bytes(0);
    return nodes
        .run(Script.EXCHANGE, List.of(record), none, none, bytes(NAME), none, none, none, none)
        .thenCompose(
            answer ->
                nodes.send(
                    record,
                    CommandType.UNLINK,
                    () -> new IntegerOutput<>(RedisLink.CODEC),
                    args().addKey(record)));
  }

  /** Scripts take a lock that they may not read for an absent one, without an error. */
  private CompletableFuture<?> readOfLock() {
    String lock = Keys.lock(key);
    return nodes.send(
        lock, CommandType.GET, () -> new ValueOutput<>(RedisLink.CODEC), args().addKey(lock));
  }

  /** A script is sent as text where the server has lost it. */
  private CompletableFuture<?> evalOfText() {
    String lock = Keys.lock(key);
    return nodes.send(
        lock,
        CommandType.EVAL,
        () -> new NestedMultiOutput<>(RedisLink.CODEC),
        args().add(Script.RELEASE.lua()).add(1).addKey(lock).add(bytes(NAME)));
  }

  private CompletableFuture<?> loadOfText() {
    return nodes.send(
        key.toString(),
        CommandType.SCRIPT,
        () -> new StatusOutput<>(RedisLink.CODEC),
        args().add(CommandKeyword.LOAD).add(Script.RELEASE.lua()));
  }

  private static Optional<CacheUnavailableException> refusal(Runnable trial) {
    try {
      trial.run();
      return Optional.empty();
    } catch (CacheUnavailableException | CompletionException e) {
      return RedisErrors.unwrapped(e) instanceof CacheUnavailableException unavailable
              && unavailable.reason() == Reason.REFUSED
          ? Optional.of(unavailable)
          : Optional.empty();
    }
  }
}
