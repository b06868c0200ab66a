package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The primaries of a Redis Cluster behind one session. A command goes to the primary of its keys'
 * hash slot, and follows the answers MOVED and ASK between the primaries of the session. A primary
 * that is lost stays lost: its keys fail until another session replaces this one. Thread safe.
 */
final class ClusterNodes implements RedisNodes {

  private static final int MOST_REDIRECTIONS = 8;
  private static final int MOST_MISSING = 100;

  private final String address;
  private final Duration timeout;

  /** The connections by the address of their primary. */
  private final Map<String, RedisLink> links;

  /** The address of the primary by slot. */
  private final AtomicReferenceArray<@Nullable String> owners =
      new AtomicReferenceArray<>(SlotHash.SLOT_COUNT);

  private final Set<String> withoutSlots;

  /** The addresses of primaries that could not be used when the session began. */
  private final Set<String> away;

  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private volatile Runnable lookAgain = () -> {};
  private volatile Runnable onLoss = () -> {};

  /**
   * @param links the connections by the address of their primary, at least one
   */
  ClusterNodes(
      String address, Duration timeout, Map<String, RedisLink> links, ClusterTopology topology) {
    this.address = address;
    this.timeout = timeout;
    this.links = new TreeMap<>(links);
    Set<String> known = topology.primaries();
    this.away = new TreeSet<>(known);
    away.removeAll(links.keySet());
    this.withoutSlots = new TreeSet<>(links.keySet());
    withoutSlots.removeAll(known);
    adopt(topology);
    for (RedisLink link : links.values()) {
      var unused = link.closing().thenRun(this::lost);
    }
  }

  /**
   * Sets what is called when another topology is needed: a primary was lost, or a node named one
   * that the session does not reach.
   */
  void onNeed(Runnable action) {
    lookAgain = action;
  }

  /** Sets what is called when a primary was lost, whose pushes are missed from then on. */
  void onLoss(Runnable action) {
    onLoss = action;
  }

  private void lost() {
    if (links.values().stream().noneMatch(RedisLink::isOpen)) {
      close();
    }
    onLoss.run();
    lookAgain.run();
  }

  /** Takes over which primary has which slots. */
  void adopt(ClusterTopology topology) {
    topology.forEachSlot(owners::set);
  }

  /** The addresses of the primaries that can be used. */
  Set<String> open() {
    return openLinks().collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<String> openLinks() {
    return links.entrySet().stream()
        .filter(link -> link.getValue().isOpen())
        .map(Map.Entry::getKey);
  }

  /** The addresses of primaries that had no slot when the session began. */
  Set<String> withoutSlots() {
    return withoutSlots;
  }

  /** The addresses that nodes have named and that the session does not reach. */
  Set<String> missing() {
    return missing;
  }

  /** Which primaries there are, as one of them sees it. */
  ClusterTopology topologyAt(String primary) {
    RedisLink link = Objects.requireNonNull(links.get(primary));
    return await(ClusterTopology.ask(link, RedisAddress.host(primary)));
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> send(
      String key,
      CommandType type,
      Supplier<CommandOutput<String, byte[], T>> output,
      CommandArgs<String, byte[]> args) {
    return new Routed<>(key, link -> link.send(type, output.get(), args)).toOwner();
  }

  @Override
  public CompletableFuture<List<Object>> run(
      Script script, List<String> keys, byte[]... arguments) {
    return new Routed<>(keys.get(0), link -> link.run(script, keys, arguments)).toOwner();
  }

  /** A command on its way. */
  private final class Routed<T extends @Nullable Object> {

    private final int slot;
    private final Function<RedisLink, CompletableFuture<T>> command;
    private int redirections;

    Routed(String key, Function<RedisLink, CompletableFuture<T>> command) {
      this.slot = SlotHash.getSlot(key);
      this.command = command;
    }

    CompletableFuture<T> toOwner() {
      return to(owners.get(slot), false);
    }

    private CompletableFuture<T> to(@Nullable String primary, boolean asking) {
      if (closing.isDone()) {
        return CompletableFuture.failedFuture(RedisErrors.down(address, null));
      }
      RedisLink link = primary == null ? null : links.get(primary);
      if (primary == null || link == null) {
        if (primary != null && missing.size() < MOST_MISSING) {
          missing.add(primary);
        }
        lookAgain.run();
        return CompletableFuture.failedFuture(
            primary == null
                ? RedisErrors.noServerOfSlot(address)
                : away.contains(primary)
                    ? RedisErrors.shardFailed(RedisErrors.down(primary, null))
                    : RedisErrors.notConnected(primary));
      }
      if (asking) {
        // Another command in between takes this away; the redirections then begin again.
        var unused =
            link.send(CommandType.ASKING, new StatusOutput<>(RedisLink.CODEC), RedisLink.args());
      }
      return command
          .apply(link)
          .exceptionallyCompose(
              failure ->
                  Redirection.of(failure, primary)
                      .map(redirection -> follow(redirection, failure))
                      .orElseGet(() -> CompletableFuture.failedFuture(failure)));
    }

    private CompletableFuture<T> follow(Redirection redirection, Throwable failure) {
      if (++redirections > MOST_REDIRECTIONS) {
        lookAgain.run();
        return CompletableFuture.failedFuture(
            RedisErrors.unwrapped(failure) instanceof CacheUnavailableException unavailable
                ? RedisErrors.shardFailed(unavailable)
                : failure);
      }
      if (!redirection.isForOnce()) {
        owners.set(slot, redirection.address());
      }
      return to(redirection.address(), redirection.isForOnce());
    }
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> reply) {
    return RedisLink.await(reply, address, timeout.plus(RedisLink.BUSY));
  }

  @Override
  public List<RedisLink> links() {
    List<RedisLink> open = links.values().stream().filter(RedisLink::isOpen).toList();
    if (open.isEmpty() || closing.isDone()) {
      throw RedisErrors.down(address, null);
    }
    return open;
  }

  /** A primary that became a replica answers MOVED. */
  @Override
  public CompletableFuture<Boolean> isReplica() {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public List<String> probeKeys() {
    return links().stream()
        .map(RedisLink::address)
        .map(primary -> ClusterTopology.probeKey(slot -> primary.equals(owners.get(slot))))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public boolean allowsMixedSlots() {
    return false;
  }

  @Override
  public String topology() {
    int primaries = away.size() + links.size() - withoutSlots.size();
    return ", a cluster of "
        + primaries
        + " primaries"
        + (away.isEmpty() ? "" : ", of which " + away.size() + " cannot be reached");
  }

  /** Done once {@link #close} has been called. */
  CompletableFuture<Void> closing() {
    return closing;
  }

  @Override
  public void close() {
    if (closing.complete(null)) {
      links.values().forEach(RedisLink::close);
      lookAgain.run();
    }
  }
}
