package dev.anyflix.web;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The request headers that decide which form of an answer is sent (RFC 9110, 12 and 13). */
final class ConditionalHeaders {

  /** The suffix that Apache and others add to the tag of what they compress. */
  private static final String PROXY_SUFFIX = "-gzip";

  private ConditionalHeaders() {}

  /**
   * Whether If-None-Match names a tag, on any of its lines. Compares weakly.
   *
   * @param etag the weak tag of the answer, quoted
   */
  static boolean hasTag(HttpFields headers, String etag) {
    if (!headers.contains(HttpHeader.IF_NONE_MATCH)) {
      return false;
    }
    String opaque = opaqueTag(etag);
    for (String line : headers.getValuesList(HttpHeader.IF_NONE_MATCH)) {
      for (String tag : line.split(",", -1)) {
        String stripped = tag.strip();
        if (stripped.equals("*") || opaqueTag(stripped).equals(opaque)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String opaqueTag(String tag) {
    String opaque = tag.startsWith("W/") ? tag.substring(2) : tag;
    return opaque.endsWith(PROXY_SUFFIX + '"')
        ? opaque.substring(0, opaque.length() - PROXY_SUFFIX.length() - 1) + '"'
        : opaque;
  }

  /** Whether Accept-Encoding allows gzip: by name without {@code q=0}, else by a star. */
  static boolean acceptsGzip(HttpFields headers) {
    if (!headers.contains(HttpHeader.ACCEPT_ENCODING)) {
      return false;
    }
    boolean star = false;
    List<String> lines = headers.getValuesList(HttpHeader.ACCEPT_ENCODING);
    for (String line : lines) {
      for (String coding : line.split(",", -1)) {
        String[] parts = coding.split(";", 2);
        String name = parts[0].strip();
        boolean allowed = parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
        if (name.equalsIgnoreCase("gzip")) {
          return allowed;
        }
        star |= name.equals("*") && allowed;
      }
    }
    return star;
  }
}
