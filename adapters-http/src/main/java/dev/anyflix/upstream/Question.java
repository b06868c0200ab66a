package dev.anyflix.upstream;

import dev.anyflix.domain.media.Call;
import java.util.function.Function;

/**
 * What a call wants to know, whatever requests it takes.
 *
 * @param byId whether it asks for one thing by its id, which may be unknown; a list or a
 *     configuration is always there, unless the address is wrong
 * @param translation makes the answer of the JSON
 */
record Question<T>(Call call, boolean byId, Function<Json, T> translation) {}
