package dev.anyflix.web.stremio;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the protocol.
 *
 * @param name the provider
 * @param description quality, format and size, or null
 * @param url absolute URL of the file
 * @param behaviorHints what a player has to know
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record StremioStream(
    String name, @Nullable String description, String url, BehaviorHints behaviorHints) {

  private static final double MEBIBYTE = 1 << 20;

  /**
   * What a player has to know.
   *
   * @param notWebReady whether a browser cannot play it
   * @param videoSize its size in bytes, or null
   * @param bingeGroup streams of the same kind follow each other in one group
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record BehaviorHints(boolean notWebReady, @Nullable Long videoSize, String bingeGroup) {}

  /**
   * A stream of a provider.
   *
   * @param name the provider's name
   */
  static StremioStream of(String name, StreamFinder.File link) {
    Long size = link.sizeBytes();
    String languages = String.join(" ", link.languages());
    String description =
        Stream.of(link.label(), link.format(), languages, size == null ? null : size(size))
            .filter(text -> text != null && !text.isBlank())
            .collect(Collectors.joining(", "));
    return new StremioStream(
        name,
        description.isEmpty() ? null : description,
        link.url(),
        new BehaviorHints(
            !isWebReady(link), size, "anyflix-" + link.provider() + "-" + link.format()));
  }

  private static String size(long bytes) {
    return "%.0f MiB".formatted(Math.max(1, bytes / MEBIBYTE));
  }

  private static boolean isWebReady(StreamFinder.File link) {
    String path = link.url().replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
    boolean isMp4 = path.endsWith(".mp4") || "mp4".equalsIgnoreCase(link.format());
    return isMp4 && link.url().startsWith("https://");
  }

  /** Whether a file is one of the title or, by its label, of the episode: {@code S1:E2 Title}. */
  static boolean isOf(StremioId id, StreamFinder.File file) {
    if (id.episode() == null) {
      return true;
    }
    String label = file.label() + " ";
    return label.startsWith("S" + id.season() + ":E" + id.episode() + " ");
  }
}
