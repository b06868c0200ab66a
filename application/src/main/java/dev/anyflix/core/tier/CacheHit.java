package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheEntry;

/**
 * An entry found in the cache. It has not been cleared since its load began; it may be past its
 * TTL.
 *
 * @param entry the entry
 * @param tier where it was found
 */
public record CacheHit(CacheEntry entry, Tier tier) {}
