package dev.anyflix.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Title;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes answers as the JSON of the API, and reads them back. Thread safe. */
public final class JsonCodec {

  private final JsonMapper mapper =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(PartialDate.class, ToStringSerializer.instance)
                  .addDeserializer(PartialDate.class, new PartialDateReader())
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .addMixIn(Title.class, TitleNames.class)
          .build();

  /** The JSON of a value, UTF-8. */
  public byte[] encode(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("answers are plain records", e);
    }
  }

  /**
   * The value that {@link #encode} has written.
   *
   * @throws UncheckedIOException if the JSON is not one of that type
   */
  public <T> T decode(byte[] json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException("not a " + type.getSimpleName(), e);
    }
  }

  /** The API's name for what Java does not allow as a name. */
  private interface TitleNames {
    @JsonProperty("native")
    String nativeName();
  }

  private static final class PartialDateReader extends FromStringDeserializer<PartialDate> {
    private static final long serialVersionUID = 1L;

    PartialDateReader() {
      super(PartialDate.class);
    }

    @Override
    protected @Nullable PartialDate _deserialize(String text, DeserializationContext context) {
      return PartialDate.parse(text);
    }
  }

  private static final class InstantReader extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
      return Instant.parse(text);
    }
  }
}
