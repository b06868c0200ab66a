package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * What every {@link MediaSource} does; an adapter's test extends it, gives a source whose upstream
 * it plays itself, and a way to ask for one medium.
 */
public abstract class MediaSourceContract {

  /** What the upstream does when it is asked. */
  protected enum Behaviour {
    /** It knows the medium, but of it nothing except its id and a name. */
    KNOWS_LITTLE,
    /** It says, in its own way, that it has no such medium. */
    KNOWS_NOTHING,
    /** It says that there were too many calls, and to come back in {@link #RETRY_AFTER}. */
    LIMITS,
    /** It accepts the request and never answers. */
    IS_SILENT,
    /** It answers HTTP 500. */
    FAILS,
    /** It answers with success and something else than JSON. */
    BABBLES,
    /** It finds fault with the request. */
    REFUSES
  }

  /** What a limiting upstream says. */
  protected static final Duration RETRY_AFTER = Duration.ofSeconds(17);

  /** The source under test; its timeout is longer than 5 s. */
  protected abstract MediaSource source();

  /** Makes the upstream behave in some way from now on. */
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
  final void theIdsOfAMediumNameItsSource() {
    upstream(Behaviour.KNOWS_LITTLE);
    Media media = ((Answer.Value<Media>) askForOne(call())).value();

    assertThat(media.source()).isEqualTo(source().status().id());
    assertThat(media.id()).matches(media.source() + "(:[a-z]+)?:" + media.sourceId());
    assertThat(media.title().preferred()).isNotBlank();
  }

  @Test
  final void whatTheUpstreamDoesNotSayIsNullOrEmpty() {
    upstream(Behaviour.KNOWS_LITTLE);
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
  final void anUnknownMediumIsNotFoundAndNoError() {
    assertThat(failure(Behaviour.KNOWS_NOTHING).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(source().status().errors()).isZero();
  }

  @Test
  final void aLimitSaysWhenToAskAgainAndIsKeptToWithoutAsking() {
    MediaSourceException first = failure(Behaviour.LIMITS);
    assertThat(first.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(first.retryAfter()).isEqualTo(RETRY_AFTER);
    int before = requestsReceived();

    MediaSourceException second = failure(Behaviour.KNOWS_LITTLE);
    assertThat(second.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(second.retryAfter()).isBetween(Duration.ofMillis(1), RETRY_AFTER);
    assertThat(requestsReceived()).isEqualTo(before);
  }

  @Test
  final void aSilentUpstreamTimesOutByTheDeadline() {
    upstream(Behaviour.IS_SILENT);
    Call hurried = Call.before(Instant.now().plusMillis(300));

    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> askForOne(hurried));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  final void aDeadlineThatIsOverAsksNobody() {
    upstream(Behaviour.KNOWS_LITTLE);
    Call late = Call.before(Instant.now().minusMillis(1));

    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> askForOne(late));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(requestsReceived()).isZero();
  }

  @Test
  final void aFailingUpstreamIsUnavailable() {
    assertThat(failure(Behaviour.FAILS).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(source().status().errors()).isPositive();
  }

  @Test
  final void anAnswerThatMakesNoSenseIsUnreadable() {
    assertThat(failure(Behaviour.BABBLES).kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  final void aRefusedRequestIsRejected() {
    assertThat(failure(Behaviour.REFUSES).kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  final void theStatusAsksNobodyAndCountsTheRequests() {
    SourceStatus fresh = source().status();
    assertThat(fresh.configured()).isTrue();
    assertThat(fresh.reason()).isNull();
    assertThat(fresh.breaker()).isEqualTo("closed");
    assertThat(fresh.requests()).isZero();
    assertThat(requestsReceived()).isZero();

    upstream(Behaviour.KNOWS_LITTLE);
    askForOne(call());
    assertThat(source().status().requests()).isEqualTo(1);
    assertThat(source().status().budgetLeft()).isLessThanOrEqualTo(fresh.budgetLeft());
  }
}
