package dev.anyflix.upstream;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one upstream that the {@link Fetcher} needs.
 *
 * @param id the id of the source, such as {@code anilist}
 * @param name its name as its owner writes it; begins every message about it
 * @param keySetting the setting that holds its key, or null when it takes none
 * @param headers of every request, beside the usual ones
 * @param pauseAfter403 how long to send nothing after HTTP 403, which then means an outage; null
 *     when HTTP 403 is about the request or its key
 * @param envelope finds the true status of an answer
 */
public record UpstreamProfile(
    String id,
    String name,
    @Nullable String keySetting,
    Map<String, String> headers,
    @Nullable Duration pauseAfter403,
    Envelope envelope) {

  /** Finds the status in a body, because some upstreams send errors with HTTP 200. */
  @FunctionalInterface
  public interface Envelope {
    /**
     * The status as HTTP would give it.
     *
     * @param http the status of the response
     * @param body its body, or {@link Json#ABSENT} when that is not JSON
     * @return 200 for success
     */
    int status(int http, Json body);
  }

  public UpstreamProfile {
    headers = Map.copyOf(headers);
  }
}
