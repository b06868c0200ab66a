package dev.anyflix.domain.cache;

/**
 * The figures of one cache since it started.
 *
 * @param connectedClients how many clients are connected; 1 for memory
 * @param usedMemoryBytes bytes in use; may follow the last change a moment late
 * @param hits look-ups that found an entry
 * @param misses look-ups that found none
 * @param commands commands processed
 * @param entries entries held, or -1 when counting them is not a matter of constant time
 * @param evictions entries dropped for want of room
 * @param unreadable entries found that could not be read, taken for misses
 */
public record CacheStats(
    long connectedClients,
    long usedMemoryBytes,
    long hits,
    long misses,
    long commands,
    long entries,
    long evictions,
    long unreadable) {}
