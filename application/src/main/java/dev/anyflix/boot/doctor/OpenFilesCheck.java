package dev.anyflix.boot.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.anyflix.boot.doctor.CheckResult.Status;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Checks how many files and connections the process may open.
 *
 * @param limit the limit of open file descriptors; negative where the system has none
 */
public record OpenFilesCheck(long limit) implements Check {

  private static final String SUBJECT = "Open files";
  private static final long LEAST = 1024;
  private static final long UNLIMITED = -1;

  /** The check of this process. */
  public static OpenFilesCheck ofThisProcess() {
    return new OpenFilesCheck(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : UNLIMITED);
  }

  @Override
  public List<CheckResult> run() {
    if (limit < 0 || limit >= LEAST) {
      return List.of(CheckResult.ok(SUBJECT, limit < 0 ? "no limit" : "at most " + limit));
    }
    return List.of(
        new CheckResult(
            Status.WARN,
            SUBJECT,
            "at most %d file descriptors, so that connections may be refused under load"
                .formatted(limit),
            "Raise the limit to at least %d: ulimit -n 65536, or LimitNOFILE in systemd."
                .formatted(LEAST)));
  }
}
