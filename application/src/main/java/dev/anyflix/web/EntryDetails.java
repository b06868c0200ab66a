package dev.anyflix.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.core.tier.CacheHit;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes entries of the cache for the administration. Thread safe. */
record EntryDetails(TieredCache cache, RequestLinks links, JsonCodec codec) {

  /** The details of the entry under a key; null when there is none. */
  @Nullable Map<String, Object> of(CacheKey key) {
    CacheHit found = cache.peek(key);
    return found == null ? null : of(key, found);
  }

  Map<String, Object> of(CacheKey key, CacheHit found) {
    CacheEntry entry = found.entry();
    Instant now = cache.now();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("key", key.toString());
    answer.put("prefix", key.prefix());
    answer.put("request", entry.request());
    answer.put("href", links.of(key, entry.request()));
    answer.put("title", entry.negative() ? null : title(entry.body().bytes()));
    answer.put("tier", found.tier().label());
    answer.put("loadedAt", entry.loadedAt());
    answer.put("ageSeconds", entry.age(now).toSeconds());
    answer.put("ttlSeconds", entry.ttl().toSeconds());
    answer.put("freshForSeconds", entry.freshFor(now).toSeconds());
    answer.put("negative", entry.negative());
    answer.put("sizeBytes", entry.body().size());
    return answer;
  }

  /** Whether request, path or title contain a text, in any case. */
  static boolean contains(Map<String, Object> details, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.of("key", "request", "href", "title")
        .map(details::get)
        .anyMatch(
            value -> value != null && value.toString().toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** The title of the medium, or of the first medium of a list; null when there is none. */
  private @Nullable String title(byte[] body) {
    JsonNode json;
    try {
      json = codec.decode(body, JsonNode.class);
    } catch (UncheckedIOException e) {
      return null;
    }
    JsonNode items = json.path("items");
    String first = preferred(items.isArray() ? items.path(0) : json);
    if (first == null) {
      first = preferred(json.path("match"));
    }
    return first != null && items.size() > 1
        ? first + " and " + (items.size() - 1) + " more"
        : first;
  }

  private static @Nullable String preferred(JsonNode medium) {
    return medium.path("title").path("preferred").textValue();
  }
}
