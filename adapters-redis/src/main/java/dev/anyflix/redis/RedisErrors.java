package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What Redis and its client complain of, in words for the person who runs the service. */
final class RedisErrors {

  /** Part of the answer when a script runs a command that the user may not run. */
  static final String SCRIPT_WITHOUT_RIGHT = "user executing the script can't";

  private RedisErrors() {}

  static CacheUnavailableException timedOut(String where, @Nullable Throwable cause) {
    return new CacheUnavailableException(
        Reason.TIMED_OUT, "Redis at " + where + " does not answer in time", cause);
  }

  static CacheUnavailableException down(String where, @Nullable Throwable cause) {
    return new CacheUnavailableException(
        Reason.DOWN, "Redis at " + where + " cannot be reached" + hindrance(cause), cause);
  }

  private static String hindrance(@Nullable Throwable failure) {
    if (caused(failure, UnknownHostException.class)) {
      return ": unknown host name";
    }
    Optional<String> unknown = SentinelErrors.unknownName(failure);
    if (unknown.isPresent()) {
      return ": the sentinels know no primary named " + unknown.get();
    }
    Optional<String> tls = TlsErrors.reason(failure);
    if (tls.isPresent()) {
      return ": " + tls.get();
    }
    if (isNoSocket(failure)) {
      return ": no such socket";
    }
    if (caused(failure, NoRouteToHostException.class)) {
      return ": no route to host";
    }
    if (SentinelErrors.isAtSentinel(failure)) {
      return ": no sentinel answers";
    }
    return caused(failure, ConnectException.class) ? ": connection refused" : "";
  }

  /** Whether there is no Unix socket under the path; Java has no exception of its own for it. */
  static boolean isNoSocket(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          && "No such file or directory".equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a failure, or what led to it, is of a type. */
  static boolean caused(@Nullable Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** The failure of a future behind the wrapper that a dependent future adds. */
  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  static CacheUnavailableException replica(String where, @Nullable Throwable cause) {
    return new CacheUnavailableException(
        Reason.REPLICA, "Redis at " + where + " is a read-only replica", cause);
  }

  /** The failure of one shard of a cluster. */
  static CacheUnavailableException shardFailed(CacheUnavailableException failure) {
    return new CacheUnavailableException(
        Reason.SHARD_FAILED, String.valueOf(failure.getMessage()), failure);
  }

  static CacheUnavailableException noServerOfSlot(String where) {
    return new CacheUnavailableException(
        Reason.SHARD_FAILED, "Redis at " + where + " has no server for this hash slot", null);
  }

  static CacheUnavailableException notConnected(String where) {
    return new CacheUnavailableException(
        Reason.SHARD_FAILED,
        "Redis at " + where + " has been given this hash slot and is not connected yet",
        null);
  }

  static CacheUnavailableException emptyCluster(String where) {
    return new CacheUnavailableException(
        Reason.DOWN, "Redis at " + where + " is a cluster without hash slots", null);
  }

  static CacheUnavailableException notACluster(String where) {
    return new CacheUnavailableException(
        Reason.DOWN,
        "Redis at " + where + " is not a cluster, but REDIS_URL names several servers",
        null);
  }

  static CacheUnavailableException tooOld(String where, @Nullable Throwable cause) {
    return new CacheUnavailableException(
        Reason.DOWN,
        "The server at "
            + where
            + " is not usable: Redis 6 or later without a proxy is needed for RESP3 and CLIENT TRACKING",
        cause);
  }

  /**
   * The failure of a command or of the connection.
   *
   * @param what what was asked, such as {@code the command GET}
   */
  static CacheUnavailableException of(String where, String what, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException answer) {
        return ofAnswer(where, what, String.valueOf(answer.getMessage()), failure);
      }
      if (cause instanceof RedisCommandTimeoutException
          || String.valueOf(cause.getMessage()).startsWith("Request queue size exceeded")) {
        return timedOut(where, failure);
      }
    }
    return down(where, failure);
  }

  /** What the server answered, where that is the failure. */
  static Optional<String> answer(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException) {
        return Optional.of(String.valueOf(cause.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** Whether a node answered that the cluster as a whole takes no commands. */
  static boolean isClusterDown(@Nullable Throwable failure) {
    return answer(failure).filter(text -> text.startsWith("CLUSTERDOWN")).isPresent();
  }

  /** Whether the server answered that the key holds another kind of value. */
  static boolean isWrongType(Throwable failure) {
    return answered(failure, "WRONGTYPE");
  }

  /** Whether a node answered that the keys of a command are apart while their slot moves. */
  static boolean isSplit(Throwable failure) {
    return answered(failure, "TRYAGAIN");
  }

  /** Whether the server answered that it does not have the script. */
  static boolean isUnknownScript(Throwable failure) {
    return answered(failure, "NOSCRIPT");
  }

  /** Whether a server or proxy does not know what a session needs. */
  static boolean isUnknownCommand(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof RedisCommandExecutionException
          && (message.contains("unknown")
              || message.contains("noproto")
              || message.contains("syntax error")
              || message.contains("not supported"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean answered(Throwable failure, String code) {
    return answer(failure).filter(text -> text.startsWith(code)).isPresent();
  }

  private static CacheUnavailableException ofAnswer(
      String where, String what, String answer, Throwable cause) {
    String redis = "Redis at " + where;
    if (answer.startsWith("CLUSTERDOWN")) {
      return answer.contains("not served")
          ? noServerOfSlot(where)
          : new CacheUnavailableException(
              Reason.DOWN, redis + " is a cluster that lacks a shard and takes no commands", cause);
    }
    if (answer.contains("SELECT is not allowed in cluster mode")) {
      return new CacheUnavailableException(
          Reason.DOWN, redis + " is a cluster, which has only database 0: see REDIS_DB", cause);
    }
    if (answer.contains("OOM command not allowed")) {
      return new CacheUnavailableException(
          Reason.READ_ONLY, redis + " is full: raise maxmemory or set an eviction policy", cause);
    }
    if (answer.contains("READONLY")) {
      return replica(where, cause);
    }
    if (answer.contains("MISCONF") || answer.contains("NOREPLICAS")) {
      return new CacheUnavailableException(
          Reason.READ_ONLY, redis + " refuses writes: it cannot save or replicate them", cause);
    }
    if (answer.contains("BUSY")) {
      return new CacheUnavailableException(
          Reason.TIMED_OUT, redis + " is busy with another client's script", cause);
    }
    if (answer.contains("LOADING")) {
      return new CacheUnavailableException(Reason.DOWN, redis + " is loading its data", cause);
    }
    if (isRefusedLogin(answer) && SentinelErrors.isAtSentinel(cause)) {
      return new CacheUnavailableException(
          Reason.DOWN,
          redis
              + " cannot be reached: the sentinels refuse the password: see REDIS_SENTINEL_PASSWORD",
          cause);
    }
    if (isRefusedLogin(answer)) {
      return new CacheUnavailableException(
          Reason.DOWN,
          redis
              + " refuses the username or password: see REDIS_USERNAME, REDIS_PASSWORD and REDIS_URL",
          cause);
    }
    if (answer.contains("NOPERM")) {
      return new CacheUnavailableException(
          Reason.REFUSED, redis + " does not allow this user " + what, cause);
    }
    if (answer.contains(SCRIPT_WITHOUT_RIGHT)) {
      return new CacheUnavailableException(
          Reason.REFUSED, redis + " does not allow this user a command in " + what, cause);
    }
    return new CacheUnavailableException(
        Reason.REFUSED, redis + " refuses " + what + ": " + answer, cause);
  }

  private static boolean isRefusedLogin(String answer) {
    return answer.contains("NOAUTH") || answer.contains("WRONGPASS");
  }
}
