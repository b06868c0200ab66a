package dev.anyflix.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form of an entry in Redis: one JSON object, the header first and the body last, or the body
 * compressed in Base64 where it is packed. Times to live are in seconds, as in the settings; {@code
 * crc} is the CRC-32C of the body's bytes (RFC 3720, appendix B.4).
 *
 * <p>The scripts read the first three fields of it; see {@link Script}.
 */
final class EntryJson {

  static final int FORMAT = 2;

  /** How far ahead of this instance's clock another one's may be. */
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

  /** The largest number that the scripts can tell from its neighbours. */
  static final long MAX_GENERATION = (1L << 53) - 1;

  private static final long MAX_TTL_MILLIS = Duration.ofDays(36_500).toMillis();
  private static final int MAX_DEPTH = 200;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private EntryJson() {}

  /** A time as it is written in an entry; such texts sort as the times do. */
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static byte[] encode(CacheEntry entry) {
    Body body = entry.body();
    var out = new ByteArrayOutputStream(body.heldBytes() + entry.request().length() + 256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeNumberField("generation", entry.generation());
      json.writeStringField("loadedAt", time(entry.loadedAt()));
      json.writeFieldName("ttl");
      json.writeNumber(seconds(entry.ttlMillis()));
      json.writeStringField("request", entry.request());
      if (entry.validator() != null) {
        json.writeStringField("validator", entry.validator());
      }
      if (entry.negative()) {
        json.writeBooleanField("negative", true);
      }
      if (body.isPacked()) {
        json.writeBinaryField("gzip", Objects.requireNonNull(body.gzip()));
      } else {
        writePlain(json, out, body);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  private static void writePlain(JsonGenerator json, ByteArrayOutputStream out, Body body)
      throws IOException {
    json.writeNumberField("crc", body.crc32c());
    json.writeFieldName("body");
    json.writeRawValue("");
    json.flush();
    out.write(body.bytes());
  }

  /**
   * Reads an entry, whoever wrote or edited it. A body that is as it was written, by its checksum,
   * is taken as it stands; any other is read through.
   *
   * @return null when it is not an entry of this form that answers the key's request
   */
  static @Nullable CacheEntry decode(CacheKey key, byte[] json, Instant now) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      var fields = new Fields(json);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (!fields.take(parser)) {
          return null;
        }
        if (fields.unchanged) {
          return fields.entry(key, now);
        }
      }
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return whole ? fields.entry(key, now) : null;
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The fields seen so far. */
  private static final class Fields {
    private static final List<String> NAMES =
        List.of(
            "format",
            "generation",
            "loadedAt",
            "ttl",
            "request",
            "validator",
            "negative",
            "crc",
            "body",
            "gzip");

    private final byte[] json;

    /** A bit for each name seen. */
    private int seen;

    private long generation = -1;
    private long ttlMillis;
    private boolean negative;
    private @Nullable Instant loadedAt;
    private @Nullable String request;
    private @Nullable String validator;
    private @Nullable Body body;
    private long crc32c = -1;

    /** Whether the body, and all that follows it, is as it was written. */
    private boolean unchanged;

    Fields(byte[] json) {
      this.json = json;
    }

    /** Takes a field and its value; false when they are not right. */
    boolean take(JsonParser parser) throws IOException {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      int bit = bit(name);
      if ((seen & bit) != 0) {
        return false;
      }
      seen |= bit;
      return switch (name) {
        case "format" -> value == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() == FORMAT;
        case "generation" -> {
          generation = whole(parser, value);
          yield generation >= 0 && generation <= MAX_GENERATION;
        }
        case "loadedAt" -> {
          String time = text(parser, value);
          loadedAt = time == null ? null : Instant.parse(time);
          yield loadedAt != null;
        }
        case "ttl" -> {
          ttlMillis = millis(parser, value);
          yield ttlMillis > 0 && ttlMillis <= MAX_TTL_MILLIS;
        }
        case "request" -> {
          request = text(parser, value);
          yield request != null;
        }
        case "validator" -> {
          validator = text(parser, value);
          yield validator != null;
        }
        case "negative" -> {
          negative = value == JsonToken.VALUE_TRUE;
          yield negative || value == JsonToken.VALUE_FALSE;
        }
        case "crc" -> {
          crc32c = whole(parser, value);
          yield crc32c >= 0;
        }
        case "body" -> {
          body = body(parser);
          yield true;
        }
        case "gzip" -> {
          body = Body.ofGzip(parser.getBinaryValue());
          yield true;
        }
        default -> {
          parser.skipChildren();
          yield value != null;
        }
      };
    }

    /** The bit of a name; none for one that means nothing here. */
    private static int bit(String name) {
      int at = NAMES.indexOf(name);
      return at < 0 ? 0 : 1 << at;
    }

    @Nullable CacheEntry entry(CacheKey key, Instant now) {
      if ((seen & bit("format")) == 0
          || generation < 0
          || ttlMillis <= 0
          || loadedAt == null
          || request == null
          || body == null
          || loadedAt.isAfter(now.plus(CLOCK_TOLERANCE))
          || !key.answers(request)) {
        return null;
      }
      return new CacheEntry(
          request, generation, loadedAt.toEpochMilli(), ttlMillis, validator, negative, body, 0);
    }

    private Body body(JsonParser parser) throws IOException {
      int start = (int) parser.currentTokenLocation().getByteOffset();
      int end = json.length - 1;
      var rest = new Body(Arrays.copyOfRange(json, start, end));
      unchanged = json[end] == '}' && rest.crc32c() == crc32c;
      if (unchanged) {
        return rest;
      }
      parser.skipChildren();
      parser.finishToken();
      return new Body(
          Arrays.copyOfRange(json, start, (int) parser.currentLocation().getByteOffset()));
    }

    private static long whole(JsonParser parser, @Nullable JsonToken value) throws IOException {
      return value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
    }

    /** The milliseconds of a number of seconds, which may have decimals. */
    private static long millis(JsonParser parser, @Nullable JsonToken value) throws IOException {
      return value != null && value.isNumeric() ? Math.round(parser.getDoubleValue() * 1000) : -1;
    }

    private static @Nullable String text(JsonParser parser, @Nullable JsonToken value)
        throws IOException {
      return value == JsonToken.VALUE_STRING ? parser.getText() : null;
    }
  }
}
