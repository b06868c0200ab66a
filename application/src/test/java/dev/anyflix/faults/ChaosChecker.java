package dev.anyflix.faults;

import dev.anyflix.faults.ChaosFleet.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds every answer against what was promised, and notes what breaks a promise. Thread safe.
 *
 * <p>A clear makes the versions void that the upstream had given out when it began. An instance
 * that has answered a clear serves none of those from then on; the others are held to it once all
 * is calm, and a clear that its instance took to its grave, while Redis was away, binds nobody.
 */
final class ChaosChecker {

  /** Less than a load may take: a lease that ran out, and what a busy machine adds. */
  private static final double LONGEST_MILLIS = 8000;

  private final int ids;
  private final Map<Member, AtomicIntegerArray> floors = new ConcurrentHashMap<>();
  private final Map<Member, List<int[]>> owed = new HashMap<>();
  private final List<int[]> shared = new ArrayList<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger stale = new AtomicInteger();
  private final AtomicLong slowestMicros = new AtomicLong();
  private volatile boolean upstreamTroubled;

  ChaosChecker(int ids, List<Member> members) {
    this.ids = ids;
    for (Member member : members) {
      floors.put(member, new AtomicIntegerArray(ids + 1));
      owed.put(member, new ArrayList<>());
    }
  }

  /** The newest version of an id that the instance must never serve again. */
  int floor(Member member, int id) {
    return floors.get(member).get(id);
  }

  /** From now on an instance may have no answer, because the upstream has none. */
  void upstreamTroubled(boolean troubled) {
    upstreamTroubled = troubled;
  }

  boolean upstreamTroubled() {
    return upstreamTroubled;
  }

  /**
   * Judges an answer by what was promised when it was asked for.
   *
   * @param excused whether the process could not answer, or the upstream not help
   */
  void check(Member member, Reply reply, int floor, boolean excused) {
    if (reply.ok()) {
      answers.incrementAndGet();
      if (reply.version() <= floor) {
        violations.add(
            "%s served version %d of %d, cleared up to %d (%s)"
                .formatted(member, reply.version(), reply.id(), floor, reply.cacheStatus()));
      }
      if (reply.cacheStatus().contains("stale")) {
        stale.incrementAndGet();
      }
    } else if (!excused) {
      violations.add("%s answered %d for %d".formatted(member, reply.status(), reply.id()));
    }
    if (!excused) {
      slowestMicros.accumulateAndGet((long) (reply.millis() * 1000), Math::max);
      if (reply.millis() > LONGEST_MILLIS) {
        violations.add("%s took %.0f ms for %d".formatted(member, reply.millis(), reply.id()));
      }
    }
  }

  /**
   * Notes a clear that an instance has answered.
   *
   * @param voided by id, the newest version given out when the clear began
   * @param answer what the instance said
   */
  void cleared(Member member, int[] voided, String answer) {
    if (!answer.contains("\"redis\":")) {
      violations.add("%s answered a clear with '%s'".formatted(member, answer));
      return;
    }
    raise(member, voided);
    if (answer.contains("\"redis\":\"pending\"")) {
      owed.get(member).add(voided);
    } else {
      shared.add(voided);
    }
  }

  /**
   * The process is gone, and with it what it owed to Redis; nobody is held to that. The new one is
   * held to what the others are, once all is calm.
   */
  void died(Member member) {
    owed.get(member).clear();
    floors.put(member, new AtomicIntegerArray(ids + 1));
  }

  /** Redis is in use everywhere, and has been for a second: all clears bind all instances. */
  void calm() {
    owed.values()
        .forEach(
            clears -> {
              shared.addAll(clears);
              clears.clear();
            });
    floors.keySet().forEach(member -> shared.forEach(voided -> raise(member, voided)));
  }

  private void raise(Member member, int[] voided) {
    AtomicIntegerArray floor = floors.get(member);
    for (int id = 1; id <= ids; id++) {
      floor.accumulateAndGet(id, voided[id], Math::max);
    }
  }

  void violation(String what) {
    violations.add(what);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  int answers() {
    return answers.get();
  }

  int stale() {
    return stale.get();
  }

  double slowestMillis() {
    return slowestMicros.get() / 1000.0;
  }
}
