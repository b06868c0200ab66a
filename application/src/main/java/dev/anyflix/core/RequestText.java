package dev.anyflix.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request in its canonical form, such as {@code AniListSource.search/1?q=naruto&page=1}.
 *
 * <p>Every component of the request's record is in it by its name, in the order of the record;
 * absent ones are left out. The characters that structure the text are escaped in values, so that
 * two texts are equal if and only if the requests are. Thread safe.
 */
final class RequestText {

  /** Raised when the shape of the cached answers changes, so that older ones are not read. */
  static final int FORMAT = 3;

  private RequestText() {}

  /**
   * @param call the port and method that answer it
   * @param scope what else the answer depends on as {@code name=value}, or empty
   */
  static String of(String call, String scope, Record request) {
    StringBuilder text = new StringBuilder(64).append(call).append('/').append(FORMAT);
    char separator = '?';
    if (!scope.isEmpty()) {
      text.append(separator).append(scope);
      separator = '&';
    }
    for (RecordComponent component : Components.OF.get(request.getClass())) {
      Object value = read(component, request);
      if (value == null || (value instanceof List<?> list && list.isEmpty())) {
        continue;
      }
      text.append(separator).append(component.getName()).append('=');
      append(text, value);
      separator = '&';
    }
    return text.toString();
  }

  /** A scope of one name and its value. */
  static String scope(String name, String value) {
    StringBuilder text = new StringBuilder(name).append('=');
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, Object value) {
    if (value instanceof List<?> list) {
      for (Iterator<?> values = list.iterator(); values.hasNext(); ) {
        append(text, values.next());
        if (values.hasNext()) {
          text.append(',');
        }
      }
    } else if (value instanceof Enum<?> constant) {
      text.append(constant.name());
    } else {
      escape(text, value.toString());
    }
  }

  private static void escape(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '%' || c == '&' || c == '=' || c == ',' || c == '?' || Character.isISOControl(c)) {
        text.append('%').append("%02X".formatted((int) c));
      } else {
        text.append(c);
      }
    }
  }

  private static @Nullable Object read(RecordComponent component, Record request) {
    try {
      return component.getAccessor().invoke(request);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a request is a public record without logic", e);
    }
  }

  /** The components of a record class, looked up once. */
  private static final class Components extends ClassValue<RecordComponent[]> {
    static final Components OF = new Components();

    @Override
    protected RecordComponent[] computeValue(Class<?> type) {
      return type.getRecordComponents();
    }
  }
}
