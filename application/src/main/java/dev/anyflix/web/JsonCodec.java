package dev.anyflix.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Title;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Writes answers as the JSON of the API. Thread safe. */
public final class JsonCodec {

  /** Made when the first answer is written, so that a start need not wait for it. */
  private static final class Shared {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .addModule(
                new SimpleModule()
                    .addSerializer(PartialDate.class, ToStringSerializer.instance)
                    .addSerializer(Instant.class, ToStringSerializer.instance))
            .addMixIn(Title.class, TitleNames.class)
            .build();
  }

  /** Makes what the first answer would have to wait for. */
  public static void prepare() {
    byte[] unused = new JsonCodec().encode(new MediaPage(List.of(), 1, 1, false));
  }

  /** The JSON of a value, UTF-8. */
  public byte[] encode(Object value) {
    try {
      return Shared.MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("answers are plain records", e);
    }
  }

  /** The API's name for what Java does not allow as a name. */
  private interface TitleNames {
    @JsonProperty("native")
    String nativeName();
  }
}
