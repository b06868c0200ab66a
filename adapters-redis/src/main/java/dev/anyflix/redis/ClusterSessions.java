package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Connects to the primaries of a Redis Cluster. A primary that cannot be used is left out, as long
 * as another one can. Thread safe.
 */
final class ClusterSessions {

  private final RedisSettings settings;
  private final RedisLinks links;

  /** The nodes of the last topology, those in use first. */
  private volatile List<String> known = List.of();

  /** Nodes that others have named, but that had no slot yet. */
  private final Set<String> named = ConcurrentHashMap.newKeySet();

  /**
   * The connections of one session.
   *
   * @param nodes the primaries
   * @param server the names of the server processes
   */
  record Opened(ClusterNodes nodes, String server) {}

  ClusterSessions(RedisSettings settings, RedisLinks links) {
    this.settings = settings;
    this.links = links;
  }

  /** Where to look for the cluster besides the settings. */
  Stream<RedisURI> seeds() {
    return known.stream().map(this::uri);
  }

  private RedisURI uri(String address) {
    RedisURI uri = settings.uri();
    uri.setHost(RedisAddress.host(address));
    uri.setPort(RedisAddress.port(address));
    return uri;
  }

  /**
   * Connects to the primaries that a node names.
   *
   * @param host the host under which the node is reached
   * @throws CacheUnavailableException if none of them can be used
   */
  Opened open(RedisLink node, String host, Invalidations invalidations, Duration patience) {
    ClusterTopology topology = node.await(ClusterTopology.ask(node, host), patience);
    Set<String> addresses = new LinkedHashSet<>(topology.primaries());
    addresses.addAll(named);
    List<CacheUnavailableException> failures = new ArrayList<>();
    Map<String, RedisLink> connected =
        connect(addresses, invalidations, patience.dividedBy(2), failures);
    Map<String, RedisLink> usable = new TreeMap<>();
    List<String> servers = new ArrayList<>();
    connected.forEach(
        (address, link) -> {
          try {
            servers.add(prepare(link, address, topology, patience.dividedBy(2)));
            usable.put(address, link);
          } catch (CacheUnavailableException e) {
            failures.add(e);
            named.remove(address);
          }
        });
    if (usable.isEmpty()) {
      throw failures.stream()
          .filter(RedisErrors::isClusterDown)
          .findFirst()
          .or(() -> failures.stream().findFirst())
          .orElseGet(() -> RedisErrors.emptyCluster(settings.address()));
    }
    remember(usable.keySet(), topology);
    var nodes = new ClusterNodes(settings.address(), settings.timeout(), usable, topology);
    servers.removeIf(String::isEmpty);
    return new Opened(nodes, servers.stream().sorted().collect(Collectors.joining(",")));
  }

  /** Connects to all at once, so that one that does not answer holds up no other. */
  private Map<String, RedisLink> connect(
      Set<String> addresses,
      Invalidations invalidations,
      Duration patience,
      List<CacheUnavailableException> failures) {
    long start = System.nanoTime();
    Map<String, ConnectionFuture<StatefulRedisConnection<String, byte[]>>> opening =
        new LinkedHashMap<>();
    addresses.forEach(address -> opening.put(address, links.begin(uri(address))));
    Map<String, RedisLink> connected = new LinkedHashMap<>();
    opening.forEach(
        (address, connection) -> {
          try {
            connected.put(
                address,
                links.finish(connection, address, true, invalidations, left(start, patience)));
          } catch (CacheUnavailableException e) {
            failures.add(e);
            named.remove(address);
          }
        });
    return connected;
  }

  private static Duration left(long start, Duration patience) {
    Duration left = patience.minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void remember(Set<String> usable, ClusterTopology topology) {
    Set<String> nodes = new LinkedHashSet<>(usable);
    nodes.addAll(topology.nodes());
    known = List.copyOf(nodes);
    named.removeAll(topology.primaries());
  }

  /** Prepares a connection for a session; returns the name of the server process. */
  private String prepare(
      RedisLink link, String address, ClusterTopology topology, Duration patience) {
    try {
      RedisLinks.Server server = links.prepare(link, patience);
      if (server.hello().isReplica()) {
        throw RedisErrors.replica(address, null);
      }
      Optional<String> key = ClusterTopology.probeKey(slot -> topology.has(address, slot));
      if (key.isPresent()) {
        requireAnswer(link, key.get(), patience);
      }
      return server.runId();
    } catch (CacheUnavailableException e) {
      link.close();
      throw e;
    }
  }

  /** A node that loads its data, or is without its cluster, answers no command with a key. */
  private static void requireAnswer(RedisLink link, String key, Duration patience) {
    try {
      byte[] unused =
          link.await(
              link.sendWithoutTimeout(
                  CommandType.GETRANGE,
                  new ValueOutput<>(RedisLink.CODEC),
                  RedisLink.args().addKey(key).add(0).add(0)),
              patience);
    } catch (CacheUnavailableException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
    }
  }

  /**
   * Connects to a node for a moment, to find out whether a session could use it. One that could
   * takes part in the next session, whether it has slots or not.
   */
  boolean canUse(String address, ClusterTopology topology) {
    try {
      RedisLink link =
          links.finish(
              links.begin(uri(address)),
              address,
              true,
              new Invalidations(new NoListener()),
              settings.connectTimeout());
      String unused = prepare(link, address, topology, settings.connectTimeout());
      link.close();
      named.add(address);
      return true;
    } catch (CacheUnavailableException e) {
      return false;
    }
  }
}
