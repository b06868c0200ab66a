package dev.anyflix.web;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadStats;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.tier.CacheHit;
import dev.anyflix.core.tier.ClearResult;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.UnknownCursorException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Browses the entries of the cache, one page of keys or one entry at a time. */
final class EntryRoutes {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;
  private static final int DEFAULT_HOT = 20;
  private static final int MAX_HOT = 100;

  private final TieredCache cache;
  private final ReadThrough readThrough;
  private final RequestLinks links;
  private final EntryDetails details;
  private final Operations operations;
  private final JsonWriter json;

  EntryRoutes(
      TieredCache cache,
      ReadThrough readThrough,
      Operations operations,
      RequestLinks links,
      JsonWriter json) {
    this.cache = cache;
    this.readThrough = readThrough;
    this.links = links;
    this.details = new EntryDetails(cache, links, json.codec());
    this.operations = operations;
    this.json = json;
  }

  private record Page(
      @Nullable String prefix,
      @Nullable String q,
      @Nullable String cursor,
      int limit,
      boolean details) {}

  void list(Context ctx) {
    Page page =
        RequestParameters.of(ctx)
            .read(
                p ->
                    new Page(
                        p.text("prefix"),
                        p.text("q"),
                        p.text("cursor"),
                        p.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
                        Boolean.TRUE.equals(p.flag("details"))));
    Set<String> prefixes =
        page.prefix() == null ? operations.prefixes() : operations.prefixesUnder(page.prefix());
    Map<String, Object> answer = new LinkedHashMap<>();
    if (prefixes.isEmpty()) {
      throw new ProblemException(
          404,
          "No operation has this prefix. Prefixes: " + String.join(", ", operations.prefixes()));
    }
    KeyPage keys = keys(prefixes, page);
    List<String> texts = keys.keys().stream().map(CacheKey::toString).toList();
    answer.put("keys", texts);
    if (page.details()) {
      String text = page.q();
      answer.put(
          "entries",
          keys.keys().stream()
              .map(details::of)
              .filter(Objects::nonNull)
              .filter(entry -> text == null || EntryDetails.contains(entry, text))
              .toList());
    }
    answer.put("cursor", keys.cursor());
    json.write(ctx, answer);
  }

  private KeyPage keys(Set<String> prefixes, Page page) {
    try {
      return cache.keys(prefixes, page.cursor(), page.limit());
    } catch (UnknownCursorException e) {
      throw new ProblemException(
          400,
          "cursor: must come from the page before, of the same cache; start without a cursor.");
    }
  }

  void show(Context ctx) {
    CacheKey key = keyOf(ctx);
    CacheHit found = cache.peek(key);
    if (found == null) {
      throw nothing();
    }
    Map<String, Object> answer = details.of(key, found);
    byte[] body = found.entry().body().bytes();
    answer.put("body", new RawValue(new String(body, StandardCharsets.UTF_8)));
    json.write(ctx, answer);
  }

  /** The most frequent requests of the last time, from a sample of all. */
  void hot(Context ctx) {
    int limit =
        RequestParameters.of(ctx)
            .read(p -> new Limit(p.number("limit", DEFAULT_HOT, 1, MAX_HOT)))
            .limit();
    List<Map<String, Object>> requests = new ArrayList<>();
    for (ReadStats.HotRequest hot : readThrough.stats().hotRequests(limit)) {
      CacheKey key = hot.request().key();
      CacheHit found = cache.peek(key);
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("requests", hot.count());
      each.put("request", hot.request().text());
      each.put("href", links.of(key, hot.request().text()));
      each.put("prefix", key.prefix());
      each.put("key", key.toString());
      each.put("entry", found == null ? null : details.of(key, found));
      requests.add(each);
    }
    json.write(ctx, Map.of("requests", requests));
  }

  private record Limit(int limit) {}

  void delete(Context ctx) {
    CacheKey key = keyOf(ctx);
    ClearResult result = cache.remove(key);
    if (result.count() == 0 && !isPending(result)) {
      throw nothing();
    }
    write(ctx, "Deleted", key, result);
  }

  /** Marks an entry stale, so that the next request for it gets a fresh load where there is one. */
  void refresh(Context ctx) {
    CacheKey key = keyOf(ctx);
    ClearResult result = cache.expire(key);
    if (result == null) {
      throw nothing();
    }
    write(ctx, "Expired; the next request loads it again", key, result);
  }

  private void write(Context ctx, String done, CacheKey key, ClearResult result) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "message",
        isPending(result)
            ? "%s. %s is unavailable and deletes the entry before it is read again"
                .formatted(done, cache.sharedStatus().name())
            : done);
    answer.put("key", key.toString());
    answer.put("redis", result.shared().label());
    json.write(ctx, answer);
  }

  private static boolean isPending(ClearResult result) {
    return result.shared() == ClearResult.SharedOutcome.PENDING;
  }

  private CacheKey keyOf(Context ctx) {
    return CacheKey.parse(ctx.pathParam("key"))
        .filter(key -> operations.prefixes().contains(key.prefix()))
        .orElseThrow(
            () ->
                new ProblemException(
                    400,
                    "A key consists of the prefix of an operation, a colon and 32 hex digits."));
  }

  private static ProblemException nothing() {
    return new ProblemException(404, "No entry has this key.");
  }
}
