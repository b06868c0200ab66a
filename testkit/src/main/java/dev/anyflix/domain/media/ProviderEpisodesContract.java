package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link ContentProvider#episodes}. A test of a {@link ContentProvider} implements
 * it beside {@link MediaSourceContract}. A provider that lists no episodes only overrides {@link
 * #provider()}.
 */
public interface ProviderEpisodesContract {

  /** The provider under test. */
  ContentProvider provider();

  /** How many requests have reached the upstream. */
  int requestsReceived();

  /**
   * Makes the upstream answer with the second page of a series: an episode 0 of season 0 without a
   * title, and one without any number that airs in 2999.
   *
   * @return the provider's id of the series
   */
  default String upstreamHasEpisodes() {
    throw new UnsupportedOperationException("the provider lists no episodes");
  }

  /** Makes the upstream answer that it has no such series. */
  default void upstreamHasNoSuchSeries() {}

  private Answer<EpisodePage> ask(String id) {
    return provider()
        .episodes(new ProviderEpisodes(id, 2), Call.before(Instant.now().plusSeconds(5)));
  }

  private MediaSourceException failure(String id) {
    MediaSourceException failure = catchThrowableOfType(MediaSourceException.class, () -> ask(id));
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  default void episodesAreListedWithWhatIsKnown() {
    if (!provider().hasEpisodes()) {
      return;
    }
    EpisodePage page = ((Answer.Value<EpisodePage>) ask(upstreamHasEpisodes())).value();

    assertThat(page.page()).isEqualTo(2);
    assertThat(page.perPage()).isPositive();
    assertThat(page.items()).hasSize(2);
    assertThat(page.items().get(0))
        .returns(0, Episode::number)
        .returns(0, Episode::seasonNumber)
        .returns(null, Episode::title);
    assertThat(page.items().get(1))
        .returns(null, Episode::number)
        .returns(null, Episode::seasonNumber)
        .returns(null, Episode::absoluteNumber)
        .satisfies(episode -> assertThat(episode.airDate()).hasToString("2999-12-31"));
    assertThat(requestsReceived()).isEqualTo(1);
  }

  @Test
  default void seriesThatTheUpstreamLacksIsNotFound() {
    String id = provider().hasEpisodes() ? upstreamHasEpisodes() : "1";
    upstreamHasNoSuchSeries();

    assertThat(failure(id).kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  default void episodesOfAMalformedIdAreNotFoundWithoutARequest() {
    assertThat(failure("../1").kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(requestsReceived()).isZero();
  }
}
