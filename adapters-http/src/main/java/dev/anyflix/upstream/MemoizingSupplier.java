package dev.anyflix.upstream;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A supplier that creates its value at the first call and keeps it. The value is not created at
 * start, because only calls to an upstream need it. Thread safe; concurrent first callers wait.
 */
final class MemoizingSupplier<T> implements Supplier<T> {

  private final Supplier<T> factory;
  private volatile @Nullable T value;

  MemoizingSupplier(Supplier<T> factory) {
    this.factory = factory;
  }

  @Override
  public T get() {
    T present = value;
    return present == null ? create() : present;
  }

  private synchronized T create() {
    T present = value;
    if (present == null) {
      present = factory.get();
      value = present;
    }
    return present;
  }

  boolean isCreated() {
    return value != null;
  }
}
