package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.bytes;
import static dev.anyflix.redis.RedisLink.millis;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.LoadFailure;
import java.time.Duration;
import java.util.List;

/** Keeps the claims of one session: who loads a key, and why a load failed. Thread safe. */
final class RedisLoads {

  private final RedisLink link;
  private final Invalidations invalidations;
  private final RedisEntries entries;
  private final int maxEntryBytes;

  RedisLoads(RedisLink link, Invalidations invalidations, RedisEntries entries, int maxEntryBytes) {
    this.link = link;
    this.invalidations = invalidations;
    this.entries = entries;
    this.maxEntryBytes = maxEntryBytes;
  }

  Claim claim(CacheKey key, String owner, Duration lease) {
    String load = Keys.load(key);
    List<Object> reply =
        link.run(
            Script.CLAIM,
            List.of(load, key.toString()),
            answer -> announce(load, answer),
            LoadJson.loading(owner),
            millis(lease),
            bytes(maxEntryBytes));
    byte[] found = Replies.bytes(reply, 1);
    return Replies.done(reply)
        ? new Claim.Granted(entries.read(key, found.length == 0 ? null : found))
        : LoadJson.decode(found);
  }

  boolean renew(CacheKey key, String owner, Duration lease) {
    return change(Script.RENEW, key, LoadJson.loading(owner), millis(lease));
  }

  void release(CacheKey key, String owner) {
    change(Script.RELEASE, key, LoadJson.loading(owner));
  }

  void fail(CacheKey key, String owner, LoadFailure failure, Duration rememberFor) {
    change(
        Script.FAIL, key, LoadJson.loading(owner), LoadJson.failed(failure), millis(rememberFor));
  }

  private boolean change(Script script, CacheKey key, byte[]... arguments) {
    String load = Keys.load(key);
    return Replies.done(link.run(script, List.of(load), reply -> announce(load, reply), arguments));
  }

  private void announce(String load, List<Object> reply) {
    if (Replies.done(reply)) {
      invalidations.own(load);
    }
  }
}
