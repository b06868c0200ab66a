package dev.anyflix.domain.testing;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;

/** One method of a source as a function. */
@FunctionalInterface
public interface Asked<R, T> {

  Answer<T> ask(R request, Call call);
}
