package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import io.lettuce.core.output.GenericMapOutput;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a server says about itself in answer to HELLO, which every user may run whatever the ACL.
 *
 * @param version the version of Redis that it is compatible with, or {@code ?}
 * @param isReplica whether another server takes the writes
 * @param isCluster whether the server is a node of a Redis Cluster
 */
record Hello(String version, boolean isReplica, boolean isCluster) {

  private static final Hello UNKNOWN = new Hello("?", false, false);

  /** Asks the server; one that refuses to say is taken for a primary. */
  static CompletableFuture<Hello> ask(RedisLink link) {
    return link.send(CommandType.HELLO, new GenericMapOutput<>(RedisLink.CODEC), RedisLink.args())
        .thenApply(Hello::of)
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof CacheUnavailableException unavailable
                        && unavailable.reason() == Reason.REFUSED
                    ? CompletableFuture.completedFuture(UNKNOWN)
                    : CompletableFuture.failedFuture(failure));
  }

  private static Hello of(Map<String, Object> fields) {
    String role = text(fields.get("role"));
    return new Hello(
        text(fields.getOrDefault("version", "?")),
        role.equals("replica") || role.equals("slave"),
        text(fields.get("mode")).equals("cluster"));
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }
}
