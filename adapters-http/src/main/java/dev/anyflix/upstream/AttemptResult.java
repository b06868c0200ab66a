package dev.anyflix.upstream;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import okhttp3.Request;

/** The result of one attempt that did not fail. */
sealed interface AttemptResult<T> {

  Outcome outcome();

  /** The answer of the call. */
  record Completed<T>(Answer<T> answer) implements AttemptResult<T> {
    @Override
    public Outcome outcome() {
      return answer instanceof Answer.NotModified<T> ? Outcome.NOT_MODIFIED : Outcome.OK;
    }
  }

  /** The request to follow a redirect with. */
  record Redirected<T>(Request request) implements AttemptResult<T> {
    @Override
    public Outcome outcome() {
      return Outcome.REDIRECTED;
    }
  }
}
