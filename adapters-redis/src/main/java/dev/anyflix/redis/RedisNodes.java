package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The servers behind one session: one server, or the primaries of a cluster. A command goes to the
 * server that has its keys. Thread safe.
 */
interface RedisNodes {

  /**
   * Sends a command to the server of a key.
   *
   * @param output makes what receives the answer, once for each server that is asked
   */
  <T extends @Nullable Object> CompletableFuture<T> send(
      String key,
      CommandType type,
      Supplier<CommandOutput<String, byte[], T>> output,
      CommandArgs<String, byte[]> args);

  /** Runs a script at the server of its keys, which must be in one hash slot in a cluster. */
  CompletableFuture<List<Object>> run(Script script, List<String> keys, byte[]... arguments);

  /** Waits for an answer. */
  <T extends @Nullable Object> T await(CompletableFuture<T> reply);

  /**
   * The connections to the servers that can be used, in a fixed order; at least one.
   *
   * @throws CacheUnavailableException if there is none
   */
  List<RedisLink> links();

  /** Whether another server takes the writes; that a cluster says with each answer. */
  CompletableFuture<Boolean> isReplica();

  /** A key for a write of no consequence at each server that can be used. */
  List<String> probeKeys();

  /** Whether one script may take keys of different hash slots. */
  boolean allowsMixedSlots();

  /** The part of a message that says that the server is a cluster; empty for one server. */
  String topology();

  /** Ends the session. */
  void close();
}
