package org.example;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import java.io.Serializable;
import java.time.Instant;

/** An entry as it is written to disk. */
record StoredEntry(
    String request,
    long generation,
    long loadedAtMillis,
    long ttlMillis,
    String validator,
    boolean negative,
    boolean isPacked,
    byte[] body,
    Instant until)
    implements Serializable {

  static StoredEntry of(CacheEntry entry, Instant until) {
    boolean isPacked = entry.body().isPacked();
    return new StoredEntry(
        entry.request(),
        entry.generation(),
        entry.loadedAtMillis(),
        entry.ttlMillis(),
        entry.validator(),
        entry.negative(),
        isPacked,
        isPacked ? entry.body().gzip() : entry.body().bytes(),
        until);
  }

  CacheEntry entry() {
    Body content = isPacked ? Body.ofGzip(body, Integer.MAX_VALUE) : new Body(body);
    return new CacheEntry(
        request, generation, loadedAtMillis, ttlMillis, validator, negative, content, 0, false);
  }
}
