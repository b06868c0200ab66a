package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the primaries of a session in turn which primaries there are, twice a second and whenever
 * one is missing, and reports when a new session would reach others.
 */
final class ClusterWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration INTERVAL_IN_NEED = Duration.ofMillis(200);
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(20);

  private final ClusterNodes nodes;
  private final BiPredicate<String, ClusterTopology> canBeUsed;
  private final Runnable outdated;
  private final Semaphore needs = new Semaphore(0);
  private boolean isInNeed;
  private int turn;

  /**
   * @param canBeUsed connects to a primary for a moment, to find out whether a session could use it
   * @param outdated is called when a new session would reach other primaries
   */
  ClusterWatch(
      ClusterNodes nodes, BiPredicate<String, ClusterTopology> canBeUsed, Runnable outdated) {
    this.nodes = nodes;
    this.canBeUsed = canBeUsed;
    this.outdated = outdated;
  }

  /** Begins to watch, until the session ends. */
  void begin() {
    nodes.onNeed(this::need);
    var thread = new Thread(this::run, "redis-cluster-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void need() {
    if (needs.availablePermits() == 0) {
      needs.release();
    }
  }

  private void run() {
    try {
      while (!nodes.closing().isDone()) {
        check();
        TimeUnit.MILLISECONDS.sleep(LEAST_INTERVAL.toMillis());
        Duration rest = isInNeed ? INTERVAL_IN_NEED : INTERVAL;
        if (needs.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
          needs.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check() {
    try {
      ClusterTopology topology = ask();
      nodes.adopt(topology);
      Set<String> primaries = topology.primaries();
      Set<String> open = nodes.open();
      Set<String> wanted = new TreeSet<>(primaries);
      wanted.addAll(nodes.missing());
      wanted.removeAll(open);
      open.removeAll(nodes.withoutSlots());
      isInNeed = !wanted.isEmpty();
      if (!primaries.containsAll(open)
          || wanted.stream().anyMatch(each -> canBeUsed.test(each, topology))) {
        LOG.debug("The cluster has the primaries {}, this session has {}", primaries, open);
        outdated.run();
      }
    } catch (CacheUnavailableException e) {
      isInNeed = true;
      LOG.debug("No node names the primaries of the cluster: {}", e.getMessage());
    }
  }

  private ClusterTopology ask() {
    List<String> open = List.copyOf(nodes.open());
    if (open.isEmpty()) {
      throw RedisErrors.down("the cluster", null);
    }
    return nodes.topologyAt(open.get(turn++ % open.size()));
  }
}
