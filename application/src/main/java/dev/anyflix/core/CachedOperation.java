package dev.anyflix.core;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.settings.Setting;
import java.time.Duration;

/**
 * One thing that can be asked of an upstream and whose answer is cached: a row of {@link
 * Operations}.
 *
 * <p>The key is made of every component of the request's record, so that no parameter can be
 * forgotten.
 *
 * @param prefix the prefix of its keys, by which it is cleared and counted
 * @param ttl the setting that says how long an answer is fresh
 * @param call the port and method that answer it, part of the key
 * @param scope what else the answer depends on as {@code name=value}, part of the key; or empty
 * @param upstream asks the upstream
 */
public record CachedOperation<Q extends Record, R>(
    String prefix, Setting<Duration> ttl, String call, String scope, Upstream<Q, R> upstream) {

  /** A method of a source's port. */
  @FunctionalInterface
  public interface Upstream<Q, R> {
    Answer<R> ask(Q request, Call call);
  }

  static <Q extends Record, R> CachedOperation<Q, R> row(
      String prefix, Setting<Duration> ttl, String call, Upstream<Q, R> upstream) {
    return new CachedOperation<>(prefix, ttl, call, "", upstream);
  }

  CachedOperation<Q, R> within(String scopeName, String value) {
    return new CachedOperation<>(prefix, ttl, call, RequestText.scope(scopeName, value), upstream);
  }

  /** The request in its canonical form. */
  public String textOf(Q request) {
    return RequestText.of(call, scope, request);
  }

  /** The key of the request's answer. */
  public CacheKey keyOf(Q request) {
    return CacheKey.of(prefix, textOf(request));
  }
}
