package dev.anyflix.faults;

import dev.anyflix.faults.ChaosFleet.Member;
import dev.anyflix.redis.testing.TcpProxy;
import java.time.Duration;
import java.util.function.Consumer;

/** Something that goes wrong for a while; of one {@link Part} one thing at a time. */
enum ChaosFault {
  REDIS_KILLED(Part.REDIS, fleet -> fleet.redis.kill(), fleet -> fleet.redis.restart()),
  REDIS_FROZEN(Part.REDIS, fleet -> fleet.redis.freeze(), fleet -> fleet.redis.thaw()),
  REDIS_RESTARTED_EMPTY(
      Part.REDIS, fleet -> fleet.redis.kill(), fleet -> fleet.redis.restartEmpty()),
  REDIS_RESTARTED_WITH_OLD_DATA(
      Part.REDIS, fleet -> fleet.redis.command("SAVE"), fleet -> fleet.redis.restart()),
  REDIS_FLUSHED(Part.REDIS, fleet -> fleet.redis.command("FLUSHALL"), fleet -> {}),
  REDIS_FULL(
      Part.REDIS,
      fleet -> fleet.redis.command("CONFIG", "SET", "maxmemory", "1mb"),
      fleet -> fleet.redis.command("CONFIG", "SET", "maxmemory", "0")),
  REDIS_READ_ONLY(
      Part.REDIS,
      fleet -> fleet.redis.command("REPLICAOF", "127.0.0.1", "1"),
      fleet -> fleet.redis.command("REPLICAOF", "NO", "ONE")),
  REDIS_ROLES_SWAPPED(Part.REDIS, ChaosFleet::swapRoles, fleet -> {}),
  REDIS_LOSES_GENERATIONS(
      Part.REDIS, fleet -> fleet.redis.command("DEL", "anyflix:generations"), fleet -> {}),
  REDIS_LOSES_BOOKKEEPING(Part.REDIS, ChaosFleet::loseBookkeeping, ChaosFleet::loseBookkeeping),
  REDIS_EVICTS(
      Part.REDIS,
      ChaosFleet::evict,
      fleet -> {
        fleet.redis.command("CONFIG", "SET", "maxmemory", "0");
        fleet.redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
      }),

  LINK_LAGS_20_MS(link -> link.delay(Duration.ofMillis(10))),
  LINK_LAGS_80_MS(link -> link.delay(Duration.ofMillis(40))),
  LINK_LAGS_180_MS(link -> link.delay(Duration.ofMillis(90))),
  LINK_SLOW(link -> link.delay(Duration.ofMillis(350))),
  LINK_BLACK_HOLE(TcpProxy::blackHole),
  LINK_LOSES_REQUESTS(TcpProxy::dropRequests),
  LINK_LOSES_REPLIES(TcpProxy::dropReplies),
  LINK_REFUSED(TcpProxy::refuse),
  LINK_RESET(TcpProxy::resetConnections),
  LINK_CUT_IN_MID_REPLY(link -> link.cutReplyAfter(40)),

  INSTANCE_PAUSED(Part.INSTANCE, (fleet, one) -> one.pause(), (fleet, one) -> one.goOn()),
  INSTANCE_KILLED(Part.INSTANCE, (fleet, one) -> one.kill(), (fleet, one) -> one.startAgain()),
  INSTANCE_CUT_OFF_FROM_UPSTREAM(
      Part.INSTANCE, (fleet, one) -> one.cutOff(), (fleet, one) -> one.reconnect()),
  CLOCK_BACK_TWO_HOURS(Part.INSTANCE, (fleet, one) -> one.stepClock("-2h"), (fleet, one) -> {}),
  CLOCK_BACK_FIVE_SECONDS(Part.INSTANCE, (fleet, one) -> one.stepClock("-5s"), (fleet, one) -> {}),
  CLOCK_AHEAD_ONE_DAY(
      Part.INSTANCE, (fleet, one) -> one.stepClock("+1d"), (fleet, one) -> one.stepClock("+0")),

  UPSTREAM_SLOW(
      Part.UPSTREAM,
      fleet -> fleet.oracle.latency(Duration.ofMillis(300)),
      fleet -> fleet.oracle.latency(Duration.ZERO)),
  UPSTREAM_DOWN(
      Part.UPSTREAM, fleet -> fleet.oracle.failing(true), fleet -> fleet.oracle.failing(false));

  /** What goes wrong. */
  enum Part {
    REDIS,
    LINK,
    INSTANCE,
    UPSTREAM
  }

  private interface Switch {
    void flip(ChaosFleet fleet, Member victim);
  }

  final Part part;
  private final Switch begin;
  private final Switch end;

  ChaosFault(Part part, Switch begin, Switch end) {
    this.part = part;
    this.begin = begin;
    this.end = end;
  }

  ChaosFault(Part part, Consumer<ChaosFleet> begin, Consumer<ChaosFleet> end) {
    this(part, (fleet, victim) -> begin.accept(fleet), (fleet, victim) -> end.accept(fleet));
  }

  ChaosFault(Consumer<TcpProxy> begin) {
    this(Part.LINK, (fleet, victim) -> begin.accept(victim.link), (fleet, one) -> one.link.pass());
  }

  void begin(ChaosFleet fleet, Member victim) {
    begin.flip(fleet, victim);
  }

  void end(ChaosFleet fleet, Member victim) {
    end.flip(fleet, victim);
  }
}
