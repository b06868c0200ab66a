package dev.anyflix.domain.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When calls were made, to see how many fell together. Thread safe. */
public final class CallLog {

  private final ConcurrentLinkedQueue<Instant> calls = new ConcurrentLinkedQueue<>();

  public void add(Instant when) {
    calls.add(when);
  }

  public int size() {
    return calls.size();
  }

  /** How many calls were made since then. */
  public long since(Instant from) {
    return calls.stream().filter(call -> !call.isBefore(from)).count();
  }

  /** The most that any half-open window of a period holds, wherever it begins. */
  public int mostInAnyWindow(Duration period) {
    List<Instant> sorted = calls.stream().sorted().toList();
    int most = 0;
    int from = 0;
    for (int to = 0; to < sorted.size(); to++) {
      while (!sorted.get(from).plus(period).isAfter(sorted.get(to))) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
