package dev.anyflix.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.LoadFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The form of a claim in Redis: {@code {"loading":owner}} while its owner loads, {@code
 * {"failed":kind,...}} after it failed. The claim's script tells them by their first bytes.
 */
final class LoadJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

  private LoadJson() {}

  static byte[] loading(String owner) {
    return write(json -> json.writeStringField("loading", owner));
  }

  static byte[] failed(LoadFailure failure) {
    return write(
        json -> {
          json.writeStringField("failed", failure.kind());
          json.writeStringField("message", failure.message());
          Duration retryAfter = failure.retryAfter();
          if (retryAfter != null) {
            json.writeNumberField("retryAfterMillis", retryAfter.toMillis());
          }
        });
  }

  /** What another's claim means; one that cannot be read is taken for a load. */
  static Claim decode(byte[] bytes) {
    String kind = null;
    String message = null;
    Duration retryAfter = null;
    try (JsonParser json = FACTORY.createParser(bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "failed" -> kind = text(json);
          case "message" -> message = text(json);
          case "retryAfterMillis" -> retryAfter = Duration.ofMillis(json.getLongValue());
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      return new Claim.Busy();
    }
    return kind == null || message == null
        ? new Claim.Busy()
        : new Claim.Failed(new LoadFailure(kind, message, retryAfter));
  }

  private static @Nullable String text(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
  }

  private static byte[] write(Fields fields) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return out.toByteArray();
  }

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }
}
