package dev.anyflix.upstream;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import okhttp3.Request;

/** What one attempt of a call led to. */
sealed interface Step<T> {

  Outcome outcome();

  /** The call is answered. */
  record Done<T>(Answer<T> answer) implements Step<T> {
    @Override
    public Outcome outcome() {
      return answer instanceof Answer.NotModified<T> ? Outcome.NOT_MODIFIED : Outcome.OK;
    }
  }

  /** The answer is elsewhere on the same host. */
  record Moved<T>(Request request) implements Step<T> {
    @Override
    public Outcome outcome() {
      return Outcome.REDIRECTED;
    }
  }
}
