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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of an entry in Redis: one JSON object, the header first and the body last, or the body
 * compressed in Base64 where it is packed. Times to live are in seconds, as in the settings; {@code
 * crc} is the CRC-32C of the body's bytes (RFC 3720, appendix B.4).
 *
 * <p>The scripts read the first three fields of it; see {@link Script}.
 */
final class EntryJson {

  static final int FORMAT = 3;

  /** How far ahead of the server's clock a load may seem to be. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  /** How far ahead of the server's clock a generation may be; the scripts have the same limit. */
  private static final Duration GENERATION_TOLERANCE = Duration.ofDays(366);

  private static final Instant EARLIEST_LOAD = Instant.parse("2000-01-01T00:00:00Z");

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

  /** A time of the server as it is written in an entry; such texts sort as the times do. */
  static String time(long serverMillis) {
    return TIME.format(Instant.ofEpochMilli(serverMillis));
  }

  /** The latest credible time of a load, by the server's clock. */
  static long latestLoad(RedisClock clock) {
    return clock.millis() + CLOCK_TOLERANCE.toMillis();
  }

  /** The highest credible generation. */
  static long highestGeneration(RedisClock clock) {
    return clock.millis() + GENERATION_TOLERANCE.toMillis();
  }

  static byte[] encode(CacheEntry entry, RedisClock clock) {
    Body body = entry.body();
    var out = new ByteArrayOutputStream(body.heldBytes() + entry.request().length() + 256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeNumberField("generation", entry.generation());
      json.writeStringField("loadedAt", time(clock.toServer(entry.loadedAtMillis())));
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
   * Reads an entry, whatever wrote or edited it. A body that equals its checksum is only checked to
   * be one JSON object or array; any other is parsed.
   *
   * @param maxBodyBytes the most bytes of the body, uncompressed
   * @return null when it is not an entry of this form that answers the key's request
   */
  static @Nullable CacheEntry decode(
      CacheKey key, byte[] json, int maxBodyBytes, RedisClock clock) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      var fields = new Fields(json, maxBodyBytes);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (!fields.take(parser)) {
          return null;
        }
        if (fields.unchanged) {
          return fields.entry(key, clock);
        }
      }
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return whole ? fields.entry(key, clock) : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** The fields seen so far. */
  private static final class Fields {
    private final byte[] json;
    private final int maxBodyBytes;

    private final Set<String> seen = new HashSet<>();
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

    Fields(byte[] json, int maxBodyBytes) {
      this.json = json;
      this.maxBodyBytes = maxBodyBytes;
    }

    /** Takes a field and its value; false when they are not right. */
    boolean take(JsonParser parser) throws IOException {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!seen.add(name)) {
        return false;
      }
      return switch (name) {
        case "format" -> value == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() == FORMAT;
        case "generation" -> {
          generation = whole(parser, value);
          yield generation >= 0;
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
          body = Body.ofGzip(parser.getBinaryValue(), maxBodyBytes);
          yield true;
        }
        default -> {
          parser.skipChildren();
          yield value != null;
        }
      };
    }

    @Nullable CacheEntry entry(CacheKey key, RedisClock clock) {
      if (!seen.contains("format")
          || generation < 0
          || ttlMillis <= 0
          || loadedAt == null
          || request == null
          || body == null
          || loadedAt.isBefore(EARLIEST_LOAD)
          || loadedAt.isAfter(Instant.ofEpochMilli(latestLoad(clock)))
          || generation > highestGeneration(clock)
          || !key.answers(request)) {
        return null;
      }
      return new CacheEntry(
          request,
          generation,
          clock.toOwn(loadedAt.toEpochMilli()),
          ttlMillis,
          validator,
          negative,
          body,
          0,
          false);
    }

    private Body body(JsonParser parser) throws IOException {
      int start = (int) parser.currentTokenLocation().getByteOffset();
      int end = json.length - 1;
      var rest = new Body(Arrays.copyOfRange(json, start, end));
      unchanged = json[end] == '}' && rest.crc32c() == crc32c && isOneValue(json, start, end);
      if (unchanged) {
        return rest;
      }
      parser.skipChildren();
      parser.finishToken();
      return new Body(
          Arrays.copyOfRange(json, start, (int) parser.currentLocation().getByteOffset()));
    }

    /** Whether bytes are one JSON object or array, and nothing behind it, by their brackets. */
    private static boolean isOneValue(byte[] json, int start, int end) {
      int depth = 0;
      int i = start;
      while (i < end) {
        byte c = json[i++];
        if (c == '"') {
          while (i < end && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
          }
          i++;
        } else if (c == '{' || c == '[') {
          depth++;
        } else if (c == '}' || c == ']') {
          depth--;
          if (depth <= 0) {
            return depth == 0 && i == end;
          }
        }
      }
      return false;
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
