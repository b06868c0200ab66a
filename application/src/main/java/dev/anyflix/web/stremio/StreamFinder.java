package dev.anyflix.web.stremio;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds what the providers have of a title. */
@FunctionalInterface
public interface StreamFinder {

  /**
   * Finds what can be played.
   *
   * @param id the id of the title in the API, such as {@code imdb:tt0133093}
   * @return completed with nothing found when the title is unknown, and exceptionally when it
   *     cannot be read
   */
  CompletableFuture<Found> find(String id, String client);

  /**
   * What the providers have.
   *
   * @param files what can be played
   * @param parts the cached answers that told it
   * @param isComplete whether every provider has answered
   */
  record Found(List<File> files, List<StremioResponse.Part> parts, boolean isComplete) {}

  /**
   * Something that can be played.
   *
   * @param provider the id of the provider
   * @param url absolute URL
   * @param format the container or kind, or null
   * @param label what to show a person, such as {@code 720p} or {@code S1:E2 Title}; or null
   * @param languages the languages of the sound, ISO 639-1
   * @param sizeBytes its size, or null
   */
  record File(
      String provider,
      String url,
      @Nullable String format,
      @Nullable String label,
      List<String> languages,
      @Nullable Long sizeBytes) {}
}
