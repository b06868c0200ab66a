package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands on one connection. Every reply arrives within the timeout, or its future fails
 * with a {@link CacheUnavailableException}. Thread safe.
 */
final class RedisLink implements RedisNodes {

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** How late the connection's own thread may be, which fails what is not answered in time. */
  static final Duration BUSY = Duration.ofSeconds(10);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final String address;
  private final Duration timeout;
  private final boolean isShard;
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /**
   * @param isShard whether the server is one of several that do without it, so that it is given up
   *     when it does not answer in time
   */
  RedisLink(
      StatefulRedisConnection<String, byte[]> connection,
      String address,
      Duration timeout,
      boolean isShard) {
    this.connection = connection;
    this.address = address;
    this.timeout = timeout;
    this.isShard = isShard;
  }

  /** Waits for a reply in a session whose server is known by an address. */
  static <T extends @Nullable Object> T await(
      CompletableFuture<T> reply, String address, Duration atMost) {
    try {
      return reply.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw RedisErrors.timedOut(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RedisErrors.timedOut(address, e);
    } catch (CancellationException e) {
      throw RedisErrors.down(address, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CacheUnavailableException unavailable) {
        throw unavailable;
      }
      throw new CompletionException(e.getCause());
    }
  }

  static CommandArgs<String, byte[]> args() {
    return new CommandArgs<>(CODEC);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> send(
      String key,
      CommandType type,
      Supplier<CommandOutput<String, byte[], T>> output,
      CommandArgs<String, byte[]> args) {
    return send(type, output.get(), args);
  }

  /** Sends a command. Its future is completed on the connection's own thread. */
  <T extends @Nullable Object> CompletableFuture<T> send(
      CommandType type, CommandOutput<String, byte[], T> output, CommandArgs<String, byte[]> args) {
    return sent(
        new TimedCommand<>(new Command<>(type, output, args)), "the command " + type.name());
  }

  /** Sends a command that has all the time that its caller waits for it. */
  <T extends @Nullable Object> CompletableFuture<T> sendWithoutTimeout(
      CommandType type, CommandOutput<String, byte[], T> output, CommandArgs<String, byte[]> args) {
    return sent(
        new AsyncCommand<>(new Command<>(type, output, args)), "the command " + type.name());
  }

  private <T extends @Nullable Object> CompletableFuture<T> sent(
      AsyncCommand<String, byte[], T> command, String what) {
    if (closing.isDone()) {
      return CompletableFuture.failedFuture(failed(RedisErrors.down(address, null)));
    }
    try {
      connection.dispatch(command);
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(failed(RedisErrors.of(address, what, e)));
    }
    return command.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(toUnavailable(what, failure)));
  }

  /** Runs a script; sends its text where Redis does not have it. */
  @Override
  public CompletableFuture<List<Object>> run(
      Script script, List<String> keys, byte[]... arguments) {
    return eval(CommandType.EVALSHA, script.sha(), script, keys, arguments)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isUnknownScript(failure)
                    ? eval(CommandType.EVAL, script.lua(), script, keys, arguments)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<List<Object>> eval(
      CommandType type, String text, Script script, List<String> keys, byte[]... arguments) {
    CommandArgs<String, byte[]> args = args().add(text).add(keys.size()).addKeys(keys);
    for (byte[] argument : arguments) {
      args.add(argument);
    }
    return sent(
        new TimedCommand<>(new Command<>(type, new NestedMultiOutput<>(CODEC), args)),
        script.label());
  }

  /** Sends a script ahead of its use; where that fails, {@link #run} sends it again. */
  void load(Script script) {
    var unused =
        sendWithoutTimeout(
            CommandType.SCRIPT,
            new StatusOutput<>(CODEC),
            args().add(CommandKeyword.LOAD).add(script.lua()));
  }

  private CacheUnavailableException toUnavailable(String what, Throwable failure) {
    Throwable cause = RedisErrors.unwrapped(failure);
    if (cause instanceof TimeoutException) {
      return failed(RedisErrors.timedOut(address, null));
    }
    return failed(
        cause instanceof CancellationException
            ? RedisErrors.down(address, cause)
            : RedisErrors.of(address, what, cause));
  }

  /** A shard that cannot be used leaves the others as they are. */
  private CacheUnavailableException failed(CacheUnavailableException failure) {
    boolean isAway = failure.reason() == Reason.TIMED_OUT || failure.reason() == Reason.DOWN;
    if (!isShard || !isAway || RedisErrors.isClusterDown(failure)) {
      return failure;
    }
    close();
    return RedisErrors.shardFailed(failure);
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> reply) {
    return await(reply, address, timeout.plus(BUSY));
  }

  <T extends @Nullable Object> T await(CompletableFuture<T> reply, Duration atMost) {
    return await(reply, address, atMost);
  }

  @Override
  public CompletableFuture<Boolean> isReplica() {
    return Hello.ask(this).thenApply(Hello::isReplica);
  }

  @Override
  public List<String> probeKeys() {
    return List.of(Keys.PROBE);
  }

  @Override
  public String topology() {
    return "";
  }

  String address() {
    return address;
  }

  boolean isOpen() {
    return !closing.isDone();
  }

  @Override
  public List<RedisLink> links() {
    return List.of(this);
  }

  @Override
  public boolean allowsMixedSlots() {
    return true;
  }

  /** Closes the connection; commands without a reply fail. */
  @Override
  public void close() {
    if (closing.complete(null)) {
      var unused = connection.closeAsync().whenComplete((none, failure) -> closed.complete(null));
    }
  }

  /** Done once {@link #close} has been called. */
  CompletableFuture<Void> closing() {
    return closing;
  }

  /** Done when the connection is closed for good. */
  CompletableFuture<Void> closed() {
    return closed;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  /** A duration as Redis takes one: in milliseconds, at least one. */
  static byte[] millis(Duration duration) {
    return bytes(Math.max(1, duration.toMillis()));
  }
}
