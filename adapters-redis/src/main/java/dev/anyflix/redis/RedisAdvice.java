package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person can do about a Redis that cannot be used. */
final class RedisAdvice {

  private RedisAdvice() {}

  static String on(CacheUnavailableException failure) {
    if (RedisErrors.isUnknownCommand(failure)) {
      return "Use Redis 6 or later, and reach it without a proxy.";
    }
    if (SentinelErrors.unknownName(failure).isPresent()) {
      return "Put the name that the sentinels use behind the # in REDIS_URL.";
    }
    Optional<String> answer = RedisErrors.answer(failure);
    if (answer.isPresent() && SentinelErrors.isAtSentinel(failure)) {
      return "Set REDIS_SENTINEL_PASSWORD to the password of the sentinels.";
    }
    if (answer.isPresent()) {
      return onAnswer(answer.get());
    }
    if (RedisErrors.caused(failure, UnknownHostException.class)) {
      return "Correct REDIS_HOST or REDIS_URL.";
    }
    Optional<String> tls = TlsErrors.advice(failure);
    if (tls.isPresent()) {
      return tls.get();
    }
    if (SentinelErrors.isAtSentinel(failure)) {
      return "Start the sentinels, or correct their addresses in REDIS_URL.";
    }
    if (RedisErrors.isNoSocket(failure)) {
      return "Start Redis with this unixsocket, or correct the path in REDIS_URL.";
    }
    if (RedisErrors.caused(failure, ConnectException.class)) {
      return "Start Redis (docker compose up -d), or correct REDIS_HOST and REDIS_PORT; an empty"
          + " REDIS_HOST= turns Redis off.";
    }
    return failure.reason() == Reason.TIMED_OUT
        ? "Check whether Redis is frozen, busy or behind a firewall, and whether only one side uses TLS"
            + " (rediss:// in REDIS_URL)."
        : "Check that Redis has this address, and whether it requires TLS (rediss:// in REDIS_URL).";
  }

  private static String onAnswer(String answer) {
    if (hasAny(answer, "NOAUTH", "WRONGPASS")) {
      return "Set REDIS_PASSWORD, and REDIS_USERNAME where Redis has users.";
    }
    if (hasAny(answer, "CLUSTERDOWN")) {
      return "Start the missing servers; with cluster-require-full-coverage no, the other shards go on"
          + " without them.";
    }
    if (hasAny(answer, "SELECT is not allowed")) {
      return "Set REDIS_DB=0, or remove the database from REDIS_URL.";
    }
    if (hasAny(answer, "NOPERM", RedisErrors.SCRIPT_WITHOUT_RIGHT)) {
      return "Give the user of Redis the rights that docs/operations.md lists.";
    }
    if (hasAny(answer, "OOM command not allowed")) {
      return "Raise maxmemory, or set maxmemory-policy volatile-lru.";
    }
    if (hasAny(answer, "READONLY")) {
      return "Point REDIS_HOST or REDIS_URL at the primary.";
    }
    if (hasAny(answer, "MISCONF", "NOREPLICAS")) {
      return "Check the log of Redis: it cannot save or replicate, often because the disk is full.";
    }
    if (hasAny(answer, "LOADING", "BUSY")) {
      return "Wait until Redis has finished, then run doctor again.";
    }
    return "Look up this answer in the documentation of Redis.";
  }

  private static boolean hasAny(String answer, String... codes) {
    return Stream.of(codes).anyMatch(answer::contains);
  }
}
