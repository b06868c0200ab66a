package dev.anyflix.upstream;

import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A response that was read completely.
 *
 * @param body its JSON, or {@link Json#ABSENT} when it has none
 */
record UpstreamResponse(int status, Headers headers, Json body) {

  /** An entity tag (RFC 9110, 8.8.3) of at most 200 characters. */
  private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E]{0,200}\"");

  /** The entity tag, or null when it is absent or malformed. */
  @Nullable String validator() {
    String tag = headers.get("ETag");
    return tag != null && isEntityTag(tag) ? tag : null;
  }

  static boolean isEntityTag(String validator) {
    return ENTITY_TAG.matcher(validator).matches();
  }

  boolean isRedirect() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }
}
