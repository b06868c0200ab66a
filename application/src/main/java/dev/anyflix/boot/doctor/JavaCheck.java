package dev.anyflix.boot.doctor;

import dev.anyflix.boot.doctor.Finding.Level;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the Java that runs, and whether its memory holds the cache.
 *
 * @param settings says how large the cache may grow
 * @param maxMemory the bytes that Java may use
 */
public record JavaCheck(Settings settings, long maxMemory) implements Check {

  private static final String SUBJECT = "Java";
  private static final int VIRTUAL_THREADS = 21;
  private static final long HEADROOM_MIB = 128;
  private static final long MEBIBYTE = 1 << 20;

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    String threads =
        Runtime.version().feature() >= VIRTUAL_THREADS
            ? "virtual threads"
            : "platform threads; virtual ones from Java " + VIRTUAL_THREADS + " on";
    long heap = maxMemory / MEBIBYTE;
    findings.add(
        Finding.ok(
            SUBJECT,
            "%s, %s, %d MiB of memory at most"
                .formatted(System.getProperty("java.version"), threads, heap)));
    long cache = settings.get(SettingTable.CACHE_MEMORY_MAX_MB);
    if (cache > heap / 2) {
      findings.add(
          new Finding(
              cache >= heap ? Level.FAULT : Level.NOTE,
              SUBJECT,
              "CACHE_MEMORY_MAX_MB is %d, more than half of Java's memory".formatted(cache),
              "Lower it, or give Java more: java -Xmx%dm -jar ..."
                  .formatted(cache * 2 + HEADROOM_MIB)));
    }
    return findings;
  }
}
