package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.budget.CallPermit;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link MediaSource}. The test of an adapter extends it and supplies the
 * source, its upstream and a way to ask for one medium.
 */
public abstract class MediaSourceContract {

  /** How the upstream answers. */
  protected enum Behaviour {
    /** With a medium that has only an id and a title. */
    SPARSE,
    /** That it has no such medium, in its own format. */
    NOT_FOUND,
    /** That its rate limit is reached, with {@link #RETRY_AFTER}. */
    TOO_MANY_REQUESTS,
    /** Not at all, after accepting the request. */
    SILENT,
    /** With HTTP 500. */
    SERVER_ERROR,
    /** With HTTP 200 and a body that is not JSON. */
    NOT_JSON,
    /** With HTTP 400. */
    BAD_REQUEST
  }

  /** The Retry-After of {@link Behaviour#TOO_MANY_REQUESTS}. */
  protected static final Duration RETRY_AFTER = Duration.ofSeconds(17);

  /** The source under test; its timeout is longer than 5 s, and its budget allows 8 calls. */
  protected abstract MediaSource source();

  /** Sets the behaviour of the upstream from now on. */
  protected abstract void upstream(Behaviour behaviour);

  /** Asks the source for one medium. */
  protected abstract Answer<Media> askForOne(Call call);

  /** How many requests have reached the upstream. */
  protected abstract int requestsReceived();

  private static Call call() {
    return Call.before(Instant.now().plusSeconds(5));
  }

  private MediaSourceException failure(Behaviour behaviour) {
    upstream(behaviour);
    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> askForOne(call()));
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).contains(source().status().name());
    assertThat(failure.getMessage()).doesNotContain("://", "Exception", "null", "dev.anyflix");
    return failure;
  }

  @Test
  final void failuresTheUpstreamAnsweredWithAreMarked() {
    assertThat(failure(Behaviour.NOT_FOUND).isFromUpstream()).isTrue();
    assertThat(failure(Behaviour.SERVER_ERROR).isFromUpstream()).isTrue();
    assertThat(failure(Behaviour.NOT_JSON).isFromUpstream()).isTrue();
    assertThat(failure(Behaviour.TOO_MANY_REQUESTS).isFromUpstream()).isTrue();
  }

  @Test
  final void callPermitPaysForTheCall() {
    upstream(Behaviour.SPARSE);
    CallPermit permit = CallPermit.granted();

    askForOne(new Call(Instant.now().plusSeconds(5), Urgency.FOREGROUND, null, permit));

    assertThat(permit.use()).isFalse();
  }

  @Test
  final void twoThreadsGetTheirAnswers() throws Exception {
    upstream(Behaviour.SPARSE);
    Callable<List<Answer<Media>>> calls =
        () -> Stream.generate(() -> askForOne(call())).limit(4).toList();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<List<Answer<Media>>> answers : threads.invokeAll(List.of(calls, calls))) {
        assertThat(answers.get()).hasSize(4).allMatch(Answer.Value.class::isInstance);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(requestsReceived()).isEqualTo(8);
    assertThat(source().status().requests()).isEqualTo(8);
  }

  @Test
  final void idsContainTheSource() {
    upstream(Behaviour.SPARSE);
    Media media = ((Answer.Value<Media>) askForOne(call())).value();

    assertThat(media.source()).isEqualTo(source().status().id());
    assertThat(media.id()).matches(media.source() + "(:[a-z]+)?:" + media.sourceId());
    assertThat(media.title().preferred()).isNotBlank();
  }

  @Test
  final void absentFieldsAreNullOrEmpty() {
    upstream(Behaviour.SPARSE);
    Media media = ((Answer.Value<Media>) askForOne(call())).value();

    assertThat(media.description()).isNull();
    assertThat(media.status()).isNull();
    assertThat(media.year()).isNull();
    assertThat(media.startDate()).isNull();
    assertThat(media.endDate()).isNull();
    assertThat(media.season()).isNull();
    assertThat(media.episodes()).isNull();
    assertThat(media.durationMinutes()).isNull();
    assertThat(media.score()).isNull();
    assertThat(media.country()).isNull();
    assertThat(media.trailer()).isNull();
    assertThat(media.nextEpisode()).isNull();
    assertThat(media.images()).isEqualTo(Images.NONE);
    assertThat(media.synonyms()).isEmpty();
    assertThat(media.genres()).isEmpty();
    assertThat(media.tags()).isEmpty();
    assertThat(media.studios()).isEmpty();
    assertThat(media.externalIds()).isEmpty();
    assertThat(media.relations()).isEmpty();
    assertThat(media.cast()).isEmpty();
    assertThat(media.recommendations()).isEmpty();
    assertThat(media.seasons()).isEmpty();
    assertThat(media.streams()).isEmpty();
  }

  @Test
  final void unknownMediumIsNotFoundAndNoError() {
    assertThat(failure(Behaviour.NOT_FOUND).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(source().status().errors()).isZero();
  }

  @Test
  final void rateLimitHoldsBackCallsUntilRetryAfter() {
    MediaSourceException first = failure(Behaviour.TOO_MANY_REQUESTS);
    assertThat(first.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(first.retryAfter()).isEqualTo(RETRY_AFTER);
    int before = requestsReceived();

    MediaSourceException second = failure(Behaviour.SPARSE);
    assertThat(second.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(second.retryAfter()).isBetween(Duration.ofMillis(1), RETRY_AFTER);
    assertThat(requestsReceived()).isEqualTo(before);
  }

  @Test
  final void silentUpstreamTimesOutAtTheDeadline() {
    upstream(Behaviour.SILENT);
    Call urgent = Call.before(Instant.now().plusMillis(300));

    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> askForOne(urgent));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  final void expiredDeadlineSendsNothing() {
    upstream(Behaviour.SPARSE);
    Call late = Call.before(Instant.now().minusMillis(1));

    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> askForOne(late));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(requestsReceived()).isZero();
  }

  @Test
  final void serverErrorIsUnavailable() {
    assertThat(failure(Behaviour.SERVER_ERROR).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(source().status().errors()).isPositive();
  }

  @Test
  final void bodyThatIsNotJsonIsUnreadable() {
    assertThat(failure(Behaviour.NOT_JSON).kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  final void badRequestIsRejected() {
    assertThat(failure(Behaviour.BAD_REQUEST).kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  final void statusSendsNothingAndCountsRequests() {
    SourceStatus fresh = source().status();
    assertThat(fresh.configured()).isTrue();
    assertThat(fresh.reason()).isNull();
    assertThat(fresh.breaker()).isEqualTo("closed");
    assertThat(fresh.requests()).isZero();
    assertThat(requestsReceived()).isZero();

    upstream(Behaviour.SPARSE);
    askForOne(call());
    assertThat(source().status().requests()).isEqualTo(1);
    assertThat(source().status().budgetLeft()).isLessThanOrEqualTo(fresh.budgetLeft());
  }
}
