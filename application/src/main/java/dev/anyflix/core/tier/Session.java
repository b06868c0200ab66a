package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.SharedCache;

/**
 * A session with the shared cache and its number.
 *
 * @param id counts up; a copy in memory is in step with the shared cache only if it was compared
 *     under the same number
 * @param sinceRestart the first number under which the same server process was in use
 * @param cache the session itself
 */
record Session(long id, long sinceRestart, SharedCache cache) {}
