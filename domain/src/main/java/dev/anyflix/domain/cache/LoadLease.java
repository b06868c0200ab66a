package dev.anyflix.domain.cache;

/**
 * The claim of one load on a key.
 *
 * @param key the key that is loaded
 * @param owner a name that is unique to this load
 * @param generation the generation of the key's prefix when the load began; a claim of an earlier
 *     generation is void
 */
public record LoadLease(CacheKey key, String owner, long generation) {}
