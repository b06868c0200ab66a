package dev.anyflix.upstream;

import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A response that was read to its end.
 *
 * @param body its JSON, or {@link Json#ABSENT} when it has none
 */
record Received(int status, Headers headers, Json body) {

  /** An entity tag (RFC 9110, 8.8.3) that can be sent back as it is. */
  private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E]{0,200}\"");

  /** What the upstream confirms the body by, or null when it gave nothing usable. */
  @Nullable String validator() {
    String tag = headers.get("ETag");
    return tag != null && canConfirm(tag) ? tag : null;
  }

  static boolean canConfirm(String validator) {
    return ENTITY_TAG.matcher(validator).matches();
  }

  boolean redirects() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }
}
