package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
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
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends commands on one connection and waits for each no longer than the timeout. Thread safe. */
final class RedisLink {

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** How late the connection's own thread may be, which fails what is not answered in time. */
  private static final Duration BUSY = Duration.ofSeconds(10);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final String address;
  private final Duration timeout;
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  RedisLink(StatefulRedisConnection<String, byte[]> connection, String address, Duration timeout) {
    this.connection = connection;
    this.address = address;
    this.timeout = timeout;
  }

  static CommandArgs<String, byte[]> args() {
    return new CommandArgs<>(CODEC);
  }

  <T> T call(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args) {
    return await(send(type, output, args, reply -> {}));
  }

  /**
   * As {@link #call}, without waiting.
   *
   * @param onAnswer makes the result of the answer, or of the failure, on the connection's own
   *     thread
   */
  <T, R extends @Nullable Object> CompletableFuture<R> later(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args,
      BiFunction<@Nullable T, @Nullable CacheUnavailableException, R> onAnswer) {
    try {
      return send(type, output, args, reply -> {})
          .handle(
              (reply, failure) ->
                  onAnswer.apply(reply, failure == null ? null : toUnavailable(failure)));
    } catch (CacheUnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Sends a command without waiting for its answer, which fails once the timeout is over.
   *
   * @param onReply given the answer on the connection's own thread, before anything that the server
   *     sent after it is heard; not called for an answer that came too late
   */
  <T> AsyncCommand<String, byte[], T> send(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args,
      Consumer<? super T> onReply) {
    return dispatched(new Sent<>(new Command<>(type, output, args), onReply));
  }

  /** Sends a command that has all the time that its caller waits for it. */
  <T> AsyncCommand<String, byte[], T> sendPatiently(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args) {
    return dispatched(new AsyncCommand<>(new Command<>(type, output, args)));
  }

  private <T> AsyncCommand<String, byte[], T> dispatched(AsyncCommand<String, byte[], T> command) {
    if (closing.isDone()) {
      throw RedisErrors.down(address, null);
    }
    try {
      connection.dispatch(command);
    } catch (RedisException e) {
      throw RedisErrors.of(address, e);
    }
    return command;
  }

  /** Waits for a command to be answered or to fail. */
  <T> T await(AsyncCommand<String, byte[], T> command) {
    return await(command, timeout.plus(BUSY));
  }

  /** As {@link #await(AsyncCommand)}, and forgets the command when it takes too long. */
  <T> T await(AsyncCommand<String, byte[], T> command, Duration atMost) {
    try {
      return command.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      command.cancel(true);
      throw toUnavailable(e);
    } catch (InterruptedException e) {
      command.cancel(true);
      Thread.currentThread().interrupt();
      throw RedisErrors.timedOut(address, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw toUnavailable(cause == null ? e : cause);
    } catch (CancellationException e) {
      throw toUnavailable(e);
    }
  }

  private CacheUnavailableException toUnavailable(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return RedisErrors.timedOut(address, null);
    }
    return failure instanceof CancellationException
        ? RedisErrors.down(address, failure)
        : RedisErrors.of(address, failure);
  }

  List<Object> run(Script script, List<String> keys, byte[]... arguments) {
    return run(script, keys, reply -> {}, arguments);
  }

  /** Runs a script; onReply as in {@link #send}. */
  List<Object> run(
      Script script,
      List<String> keys,
      Consumer<? super List<Object>> onReply,
      byte[]... arguments) {
    try {
      CommandArgs<String, byte[]> args = args().add(script.sha());
      return await(
          send(
              CommandType.EVALSHA,
              new NestedMultiOutput<>(CODEC),
              complete(args, keys, arguments),
              onReply));
    } catch (CacheUnavailableException e) {
      if (!RedisErrors.isUnknownScript(e)) {
        throw e;
      }
      CommandArgs<String, byte[]> args = args().add(script.lua());
      return await(
          send(
              CommandType.EVAL,
              new NestedMultiOutput<>(CODEC),
              complete(args, keys, arguments),
              onReply));
    }
  }

  /** Hands the server a script, without waiting: where it fails, {@link #run} sends it again. */
  void load(Script script) {
    var unused =
        sendPatiently(
            CommandType.SCRIPT,
            new StatusOutput<>(CODEC),
            args().add(CommandKeyword.LOAD).add(script.lua()));
  }

  /** Closes the connection; what waits for an answer fails. */
  void close() {
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

  private static CommandArgs<String, byte[]> complete(
      CommandArgs<String, byte[]> args, List<String> keys, byte[]... arguments) {
    args.add(keys.size()).addKeys(keys);
    for (byte[] argument : arguments) {
      args.add(argument);
    }
    return args;
  }
}
