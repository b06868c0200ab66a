package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.bytes;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.BudgetLevel;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.SharedBudgets;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The budgets that all sessions share. While the slot of a budget moves between the nodes of a
 * cluster, a draw may be null. Thread safe.
 */
final class RedisBudgets implements SharedBudgets {

  private static final int NANOS_PER_MICRO = 1000;

  private final RedisNodes nodes;

  RedisBudgets(RedisNodes nodes) {
    this.nodes = nodes;
  }

  @Override
  public CompletableFuture<@Nullable BudgetGrant> draw(String budget, BudgetDraw draw) {
    Quota quota = draw.quota();
    return nodes
        .run(
            Script.DRAW,
            List.of(Keys.budget(budget), Keys.members(budget)),
            bytes(draw.member()),
            bytes(draw.call() == null ? 0 : 1),
            bytes(quota.burst()),
            bytes(draw.leaves()),
            micros(quota.interval()),
            micros(draw.known().fullIn()),
            micros(draw.known().pausedFor()),
            bytes(draw.owed()),
            micros(LONGEST_PAUSE),
            micros(MEMBERSHIP))
        .<@Nullable BudgetGrant>thenApply(RedisBudgets::grant)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isSplit(failure)
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
  }

  /**
   * Sets the last sign of life to the beginning of time; the next draw of any member then forgets
   * this one. ZREM would be simpler, but would need another right of the Redis user.
   */
  @Override
  public CompletableFuture<?> leave(String budget, String member) {
    String members = Keys.members(budget);
    return nodes
        .send(
            members,
            CommandType.ZADD,
            () -> new IntegerOutput<>(RedisLink.CODEC),
            RedisLink.args().addKey(members).add("XX").add(0).add(member))
        .exceptionallyCompose(
            failure ->
                RedisErrors.isWrongType(failure)
                    ? CompletableFuture.completedFuture(0L)
                    : CompletableFuture.failedFuture(failure));
  }

  private static BudgetGrant grant(List<Object> reply) {
    return new BudgetGrant(
        Duration.of(Replies.number(reply, 0), ChronoUnit.MICROS),
        new BudgetLevel(
            Duration.of(Replies.number(reply, 1), ChronoUnit.MICROS),
            Duration.of(Replies.number(reply, 2), ChronoUnit.MICROS)),
        Math.toIntExact(Replies.number(reply, 3)));
  }

  /** A duration in whole microseconds, rounded up. */
  private static byte[] micros(Duration duration) {
    return bytes(duration.plusNanos(NANOS_PER_MICRO - 1).toNanos() / NANOS_PER_MICRO);
  }
}
