package dev.anyflix.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A map that drops the value used least recently when it is full. Thread safe. */
final class BoundedMap<K, V> {

  private final Map<K, V> values;

  BoundedMap(int capacity) {
    values =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  @Nullable V get(K key) {
    synchronized (values) {
      return values.get(key);
    }
  }

  V computeIfAbsent(K key, Supplier<V> value) {
    synchronized (values) {
      return values.computeIfAbsent(key, absent -> value.get());
    }
  }

  void put(K key, V value) {
    synchronized (values) {
      values.put(key, value);
    }
  }

  void remove(K key) {
    synchronized (values) {
      values.remove(key);
    }
  }

  List<V> values() {
    synchronized (values) {
      return new ArrayList<>(values.values());
    }
  }
}
