package dev.anyflix.faults;

import dev.anyflix.domain.testing.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The wall clock of one process, stepped by libfaketime, which leaves the monotonic clock alone.
 * Without the library the clock is the real one and steps are without effect.
 */
final class FakeTime {

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib/faketime/libfaketime.so.1"));

  private final Path offset;

  private FakeTime(Path offset) {
    this.offset = offset;
  }

  /** A clock that shows the real time. */
  static FakeTime start() {
    var clock = new FakeTime(Scratch.directory("clock").resolve("offset"));
    clock.step("+0");
    return clock;
  }

  static boolean isAvailable() {
    return LIBRARIES.stream().anyMatch(Files::exists);
  }

  /** The environment of the process. */
  Map<String, String> environment() {
    return LIBRARIES.stream()
        .filter(Files::exists)
        .findFirst()
        .map(
            library ->
                Map.of(
                    "LD_PRELOAD", library.toString(),
                    "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                    "FAKETIME_CACHE_DURATION", "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                    "FAKETIME_FORCE_MONOTONIC_FIX", "0"))
        .orElse(Map.of());
  }

  /** Sets the offset from the real time, such as {@code -2h}; takes effect within a second. */
  void step(String newOffset) {
    try {
      Files.writeString(offset, newOffset + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
