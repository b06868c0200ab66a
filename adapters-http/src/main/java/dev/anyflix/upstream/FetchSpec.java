package dev.anyflix.upstream;

import dev.anyflix.domain.media.Call;
import java.util.function.Function;

/**
 * What the attempts of one call have in common.
 *
 * @param byId whether the request names one medium by its id, so that HTTP 404 means "not found";
 *     for a list or a configuration it means a wrong base URL
 * @param decoder turns the JSON into the value
 */
record FetchSpec<T>(Call call, boolean byId, Function<Json, T> decoder) {}
