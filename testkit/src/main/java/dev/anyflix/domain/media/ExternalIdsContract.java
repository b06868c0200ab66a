package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link ContentProvider#byExternalId}. A test of a {@link ContentProvider}
 * implements it beside {@link MediaSourceContract}. A provider that takes no ids of other sites
 * only overrides {@link #provider()}.
 */
public interface ExternalIdsContract {

  /** The provider under test. */
  ContentProvider provider();

  /** How many requests have reached the upstream. */
  int requestsReceived();

  /** Makes the upstream answer that it knows a medium by the id 21 of a site that it takes. */
  default void upstreamKnowsExternalId() {
    throw new UnsupportedOperationException("the provider takes no ids of other sites");
  }

  /** Makes the upstream answer that it knows no medium by an id. */
  default void upstreamKnowsNoExternalId() {}

  private Answer<Media> ask(String site, String id) {
    return provider()
        .byExternalId(new ExternalId(site, id), Call.before(Instant.now().plusSeconds(5)));
  }

  private MediaSourceException failure(String site, String id) {
    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> ask(site, id));
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  default void mediumIsFoundByTheIdOfAnotherSiteWithOneRequest() {
    for (String site : provider().externalSites()) {
      int before = requestsReceived();
      upstreamKnowsExternalId();

      Media media = ((Answer.Value<Media>) ask(site, "21")).value();

      assertThat(media.source()).isEqualTo(provider().status().id());
      assertThat(media.externalIds()).containsAllEntriesOf(Map.of(site, "21"));
      assertThat(requestsReceived()).isEqualTo(before + 1);
    }
  }

  @Test
  default void externalIdThatTheUpstreamLacksIsNotFound() {
    upstreamKnowsNoExternalId();
    for (String site : provider().externalSites()) {
      assertThat(failure(site, "21").kind()).isEqualTo(Kind.NOT_FOUND);
    }
    assertThat(provider().status().errors()).isZero();
  }

  @Test
  default void idOfAnotherSiteIsNotFoundWithoutARequest() {
    assertThat(failure("nosuchsite", "21").kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(requestsReceived()).isZero();
  }

  @Test
  default void malformedExternalIdIsNotFoundWithoutARequest() {
    for (String site : provider().externalSites()) {
      assertThat(failure(site, "../1").kind()).isEqualTo(Kind.NOT_FOUND);
    }
    assertThat(requestsReceived()).isZero();
  }
}
