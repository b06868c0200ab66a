package dev.anyflix.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LockResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The form of a lock in Redis: {@code {"loading":owner,"generation":n}} while its owner loads,
 * {@code {"failed":kind,"generation":n,...}} after the load failed. The script {@code acquire}
 * reads the first two fields.
 */
final class LockJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

  private LockJson() {}

  static byte[] loading(LoadLease lease) {
    return write(
        json -> {
          json.writeStringField("loading", lease.owner());
          json.writeNumberField("generation", lease.generation());
        });
  }

  static byte[] failed(LoadLease lease, LoadFailure failure) {
    return write(
        json -> {
          json.writeStringField("failed", failure.kind());
          json.writeNumberField("generation", lease.generation());
          json.writeStringField("message", failure.message());
          Duration retryAfter = failure.retryAfter();
          if (retryAfter != null) {
            json.writeNumberField("retryAfterMillis", retryAfter.toMillis());
          }
        });
  }

  /** What another's lock means; one that cannot be read is taken for a load. */
  static LockResult decode(byte[] bytes) {
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
    } catch (IOException | ArithmeticException e) {
      return new LockResult.Held();
    }
    return kind == null || message == null
        ? new LockResult.Held()
        : new LockResult.Failed(LoadFailure.bounded(kind, message, retryAfter));
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
