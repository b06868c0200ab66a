package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be played.
 *
 * @param url absolute URL of the file, or of the page that plays it
 * @param format the container or kind, such as {@code MPEG4}, or null when unknown
 * @param sizeBytes its size in bytes, or null when unknown
 * @param label what to show a person, such as {@code 720p}, or null
 * @param languages the languages of its sound, ISO 639-1; empty when unknown
 */
public record StreamLink(
    String url,
    @Nullable String format,
    @Nullable Long sizeBytes,
    @Nullable String label,
    List<String> languages) {

  public StreamLink {
    languages = List.copyOf(languages);
  }

  /** A stream in unknown languages. */
  public StreamLink(
      String url, @Nullable String format, @Nullable Long sizeBytes, @Nullable String label) {
    this(url, format, sizeBytes, label, List.of());
  }
}
