package dev.anyflix.redis;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The primaries of a cluster and their hash slots, as one node sees them. Immutable.
 *
 * @param ranges which primary has which slots
 * @param nodes the addresses of all nodes, replicas included
 */
record ClusterTopology(List<Range> ranges, Set<String> nodes) {

  /** So many keys have a slot of each primary that has more than a few. */
  private static final int PROBE_KEYS = 100_000;

  /**
   * The slots from one to another, both included, of a primary.
   *
   * @param primary its address, host and port
   */
  record Range(int from, int to, String primary) {}

  ClusterTopology {
    ranges = List.copyOf(ranges);
    nodes = new LinkedHashSet<>(nodes);
  }

  /**
   * Asks a node.
   *
   * @param host the host under which it is reached, because it may not know its own
   */
  static CompletableFuture<ClusterTopology> ask(RedisLink link, String host) {
    return link.send(
            CommandType.CLUSTER,
            new NestedMultiOutput<>(RedisLink.CODEC),
            RedisLink.args().add("SLOTS"))
        .thenApply(reply -> of(reply, host));
  }

  private static ClusterTopology of(List<Object> reply, String host) {
    List<Range> ranges = new ArrayList<>();
    Set<String> nodes = new LinkedHashSet<>();
    for (Object each : reply) {
      List<?> range = (List<?>) each;
      for (Object node : range.subList(2, range.size())) {
        nodes.add(address((List<?>) node, host));
      }
      ranges.add(
          new Range(
              number(range.get(0)), number(range.get(1)), address((List<?>) range.get(2), host)));
    }
    return new ClusterTopology(ranges, nodes);
  }

  private static String address(List<?> node, String host) {
    String named = node.get(0) instanceof byte[] bytes ? text(bytes) : "";
    return (named.isEmpty() || named.equals("?") ? host : named) + ':' + number(node.get(1));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int number(@Nullable Object value) {
    if (value instanceof Long number) {
      return Math.toIntExact(number);
    }
    throw new IllegalArgumentException("no number in the answer to CLUSTER SLOTS: " + value);
  }

  /** The addresses of the primaries. */
  Set<String> primaries() {
    Set<String> primaries = new LinkedHashSet<>();
    ranges.forEach(range -> primaries.add(range.primary()));
    return primaries;
  }

  /** Calls for each slot that a primary has. */
  void forEachSlot(BiConsumer<Integer, String> action) {
    for (Range range : ranges) {
      for (int slot = range.from(); slot <= Math.min(range.to(), SlotHash.SLOT_COUNT - 1); slot++) {
        action.accept(slot, range.primary());
      }
    }
  }

  /** The first key of a numbered row whose slot is one of the given ones; empty where none is. */
  static Optional<String> probeKey(IntPredicate hasSlot) {
    return IntStream.range(0, PROBE_KEYS)
        .mapToObj(number -> Keys.PROBE + ':' + number)
        .filter(key -> hasSlot.test(SlotHash.getSlot(key)))
        .findFirst();
  }

  /** Whether a primary has a slot. */
  boolean has(String primary, int slot) {
    return ranges.stream()
        .anyMatch(
            range -> range.from() <= slot && slot <= range.to() && range.primary().equals(primary));
  }
}
