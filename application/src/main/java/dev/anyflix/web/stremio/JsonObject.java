package dev.anyflix.web.stremio;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of the protocol. It has no fields whose value is null or empty. */
record JsonObject(@JsonValue Map<String, Object> fields) {

  JsonObject() {
    this(new LinkedHashMap<>());
  }

  /** Adds a field, unless its value is null, an empty text or an empty list. */
  JsonObject with(String name, @Nullable Object value) {
    boolean isEmpty = value instanceof Collection<?> values && values.isEmpty();
    if (value != null && !value.equals("") && !isEmpty) {
      fields.put(name, value);
    }
    return this;
  }
}
