package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Request;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that send rubbish, too much or too little. */
@Timeout(60)
class HostileBodiesTest extends HostileUpstream {

  private static final int MEBIBYTE = 1024 * 1024;

  /** A well-formed object of so many bytes and a few. */
  private static Buffer json(int bytes) {
    Buffer body = new Buffer().writeUtf8("{\"name\": \"");
    byte[] letters = new byte[64 * 1024];
    Arrays.fill(letters, (byte) 'a');
    for (int written = 0; written < bytes; written += letters.length) {
      body.write(letters);
    }
    return body.writeUtf8("\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "garbage",
        "<!DOCTYPE html><title>Busy</title>",
        "{\"name\": ",
        "{\"a\":1} x",
        "[1, 2",
        "7",
        "null",
        "\"text\"",
        "{\"a\": NaN}",
        "{'a': 1}",
        "\u0000\u0001"
      })
  void bodyThatIsNotJsonIsUnreadable(String body) {
    upstream.answers(200, body);
    assertThat(kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void deeplyNestedJsonIsUnreadable() {
    upstream.answers(200, "[".repeat(100_000) + "]".repeat(100_000));
    assertThat(kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void decoderThatRejectsTheJsonIsUnreadable() {
    upstream.answers(200, "{}");
    Request request = new Request.Builder().url(fetcher.address().build()).build();
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class,
            () ->
                fetcher.fetch(
                    request,
                    upstream.call(),
                    json -> {
                      throw new IllegalArgumentException("secret detail");
                    }));
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(failure.getMessage()).doesNotContain("secret");
  }

  @Test
  void bodyJustBelowTheLimitIsRead() {
    upstream.answers(new MockResponse.Builder().body(json(4 * MEBIBYTE)).build());
    assertThat(failure(Duration.ofSeconds(20))).isNull();
  }

  @Test
  void contentLengthOverTheLimitIsUnreadable() {
    upstream.answers(new MockResponse.Builder().body(json(5 * MEBIBYTE)).build());
    assertThat(kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void chunkedBodyOverTheLimitIsUnreadable() {
    upstream.answers(
        new MockResponse.Builder().chunkedBody(json(6 * MEBIBYTE), 256 * 1024).build());
    assertThat(kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void gzipBombIsUnreadable() throws IOException {
    Buffer bomb = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(bomb))) {
      sink.writeAll(json(64 * MEBIBYTE));
    }
    assertThat(bomb.size()).isLessThan(MEBIBYTE);
    upstream.answers(
        new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(bomb).build());
    assertThat(kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void malformedGzipIsUnreadable() {
    upstream.answers(MockUpstream.json(200, "{}").addHeader("Content-Encoding", "gzip").build());
    assertThat(kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void truncatedBodyIsUnreadable() {
    upstream.answers(
        new MockResponse.Builder()
            .body(json(MEBIBYTE))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    assertThat(kind()).isEqualTo(Kind.UNREADABLE);
  }
}
