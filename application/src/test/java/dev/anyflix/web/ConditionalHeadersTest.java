package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionalHeadersTest {

  private static final String TAG = "W/\"0123\"";

  private static HttpFields headers(String name, String... lines) {
    HttpFields.Mutable headers = HttpFields.build();
    for (String line : lines) {
      headers.add(name, line);
    }
    return headers;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "W/\"0123\"",
        "\"0123\"",
        "*",
        "\"other\", W/\"0123\"",
        "W/\"0123-gzip\"",
        "\"0123-gzip\"",
        " \"a\" ,\"b\",\"0123\" "
      })
  void tagMatchesWeaklyAndWithTheSuffixOfAProxy(String line) {
    assertThat(ConditionalHeaders.hasTag(headers("If-None-Match", line), TAG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"other\"", "0123", "\"0123", "\"0123-br\"", "\"-gzip\"", "W/*"})
  void otherTagDoesNotMatch(String line) {
    assertThat(ConditionalHeaders.hasTag(headers("If-None-Match", line), TAG)).isFalse();
  }

  @Test
  void tagMatchesOnAnyLine() {
    assertThat(ConditionalHeaders.hasTag(headers("If-None-Match", "\"a\"", TAG), TAG)).isTrue();
    assertThat(ConditionalHeaders.hasTag(HttpFields.EMPTY, TAG)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br, gzip", "GZIP;q=0.5", "*", "br, *;q=0.1", "gzip;q=1, *;q=0"})
  void gzipIsAccepted(String line) {
    assertThat(ConditionalHeaders.acceptsGzip(headers("Accept-Encoding", line))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "br", "gzip;q=0", "gzip; q=0.0", "gzip;q=0, *", "*;q=0", "xgzip"})
  void gzipIsNotAccepted(String line) {
    assertThat(ConditionalHeaders.acceptsGzip(headers("Accept-Encoding", line))).isFalse();
  }

  @Test
  void gzipIsAcceptedOnAnyLine() {
    assertThat(ConditionalHeaders.acceptsGzip(headers("Accept-Encoding", "br", "gzip"))).isTrue();
  }
}
