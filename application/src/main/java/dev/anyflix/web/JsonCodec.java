package dev.anyflix.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.anyflix.domain.media.CollectionRef;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaCollection;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.Season;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TitleMatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes answers as the JSON of the API. Thread safe. */
public final class JsonCodec {

  /** Made when the first answer is written, so that a start need not wait for it. */
  private static final class Shared {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .addModule(
                new SimpleModule()
                    .addSerializer(PartialDate.class, ToStringSerializer.instance)
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(
                        PartialDate.class, new FromText<>(PartialDate.class, PartialDate::parse))
                    .addDeserializer(Instant.class, new FromText<>(Instant.class, Instant::parse)))
            .annotationIntrospector(new RequiredParts())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                LogicalType.Textual,
                text ->
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addMixIn(Title.class, TitleNames.class)
            .addMixIn(Media.class, Linked.class)
            .addMixIn(Related.class, Linked.class)
            .addMixIn(SeasonInfo.class, Linked.class)
            .addMixIn(Season.class, Linked.class)
            .addMixIn(CollectionRef.class, Linked.class)
            .addMixIn(MediaCollection.class, Linked.class)
            .addMixIn(TitleMatch.Candidate.class, Linked.class)
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

  /**
   * Reads back the JSON of a value that {@link #encode} wrote, as that value or as a tree.
   *
   * @throws UncheckedIOException if it is not the JSON of such a value
   */
  public <T> T decode(byte[] json, Class<T> type) {
    try {
      T value = Shared.MAPPER.readValue(json, type);
      if (value == null) {
        throw new IOException("null");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException("not the JSON of a " + type.getSimpleName(), e);
    }
  }

  /** The API's name for what Java does not allow as a name. */
  private interface TitleNames {
    @JsonProperty("native")
    String nativeName();
  }

  /** What has an id and, in the API, the path of its route beside it. */
  @SuppressWarnings("UnusedMethod") // Jackson reads the annotation.
  @JsonIgnoreProperties("href")
  private interface Linked {
    @JsonSerialize(using = IdAndHref.class, nullsUsing = IdAndHref.class)
    String id();
  }

  /** A part of a record must be present and not null, unless it is marked as nullable. */
  private static final class RequiredParts extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
      return annotated instanceof AnnotatedMember member && isRequired(member)
          ? JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL)
          : super.findSetterInfo(annotated);
    }

    private static boolean isRequired(AnnotatedMember member) {
      RecordComponent[] parts = member.getDeclaringClass().getRecordComponents();
      if (parts == null) {
        return false;
      }
      return Stream.of(parts)
          .filter(part -> part.getName().equals(nameOf(member, parts)))
          .noneMatch(part -> part.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    private static String nameOf(AnnotatedMember member, RecordComponent[] parts) {
      return member instanceof AnnotatedParameter parameter && parameter.getIndex() < parts.length
          ? parts[parameter.getIndex()].getName()
          : member.getName();
    }
  }

  /** Reads what is written as a text. */
  private static final class FromText<T> extends StdDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<String, @Nullable T> reader;

    FromText(Class<T> type, Function<String, @Nullable T> reader) {
      super(type);
      this.reader = reader;
    }

    @Override
    public @Nullable T deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        context.reportInputMismatch(this, "a text is expected");
      }
      return reader.apply(json.getText());
    }
  }

  /** Writes the member {@code href} after an id. */
  private static final class IdAndHref extends StdSerializer<String> {

    private static final long serialVersionUID = 1L;

    IdAndHref() {
      super(String.class);
    }

    @Override
    public void serialize(@Nullable String id, JsonGenerator json, SerializerProvider serializers)
        throws IOException {
      json.writeString(id);
      json.writeFieldName("href");
      json.writeString(id == null ? null : MediaPath.of(id));
    }
  }
}
