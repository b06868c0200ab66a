package dev.anyflix.upstream;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sets one upstream apart from the others for the {@link Fetcher}.
 *
 * @param id the source's id, such as {@code anilist}
 * @param name its name as its owner writes it
 * @param keySetting the setting that holds its key, or null when it takes none
 * @param headers what every request carries beside the usual
 * @param coolDownAfter403 how long to leave it alone after "forbidden", which then counts as an
 *     outage; null when "forbidden" is about the request
 * @param envelope tells the true status of an answer
 */
public record UpstreamProfile(
    String id,
    String name,
    @Nullable String keySetting,
    Map<String, String> headers,
    @Nullable Duration coolDownAfter403,
    Envelope envelope) {

  /** Reads the status out of a body, for errors may come with HTTP 200. */
  @FunctionalInterface
  public interface Envelope {
    /**
     * The status as HTTP would put it.
     *
     * @param http the status of the response
     * @param body its body, or {@link Json#ABSENT} when that is no JSON
     * @return 200 for success
     */
    int status(int http, Json body);
  }

  public UpstreamProfile {
    headers = Map.copyOf(headers);
  }
}
