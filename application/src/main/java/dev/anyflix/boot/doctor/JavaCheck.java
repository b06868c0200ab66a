package dev.anyflix.boot.doctor;

import dev.anyflix.boot.doctor.CheckResult.Status;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the Java version and whether the heap has room for the memory cache.
 *
 * @param settings the settings of the service
 * @param maxMemory the maximum heap size in bytes
 */
public record JavaCheck(Settings settings, long maxMemory) implements Check {

  private static final String SUBJECT = "Java";
  private static final int VIRTUAL_THREADS = 21;
  private static final long HEADROOM_MIB = 128;
  private static final long MEBIBYTE = 1 << 20;

  @Override
  public List<CheckResult> run() {
    List<CheckResult> results = new ArrayList<>();
    String threads =
        Runtime.version().feature() >= VIRTUAL_THREADS
            ? "virtual threads"
            : "platform threads (virtual threads need Java " + VIRTUAL_THREADS + ")";
    long heap = maxMemory / MEBIBYTE;
    results.add(
        CheckResult.ok(
            SUBJECT,
            "%s, %s, heap of at most %d MiB"
                .formatted(System.getProperty("java.version"), threads, heap)));
    long cache = settings.get(SettingTable.CACHE_MEMORY_MAX_MB);
    if (cache > heap / 2) {
      results.add(
          new CheckResult(
              cache >= heap ? Status.FAIL : Status.WARN,
              SUBJECT,
              "CACHE_MEMORY_MAX_MB is %d, more than half of the heap".formatted(cache),
              "Lower CACHE_MEMORY_MAX_MB or raise the heap: java -Xmx%dm -jar ..."
                  .formatted(cache * 2 + HEADROOM_MIB)));
    }
    return results;
  }
}
