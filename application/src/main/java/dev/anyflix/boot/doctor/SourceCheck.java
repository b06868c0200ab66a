package dev.anyflix.boot.doctor;

import dev.anyflix.boot.doctor.CheckResult.Status;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Checks a source with one small request.
 *
 * @param source the source
 * @param detail what to add to the message, such as the kind of key; may be empty
 * @param settings the settings of the service
 */
public record SourceCheck(MediaSource source, String detail, Settings settings) implements Check {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Override
  public List<CheckResult> run() {
    SourceStatus status = source.status();
    if (!status.configured()) {
      Status severity = source instanceof ContentProvider ? Status.OK : Status.WARN;
      return List.of(
          new CheckResult(severity, status.name(), String.valueOf(status.reason()), null));
    }
    long start = System.nanoTime();
    try {
      request(Call.before(Instant.now().plus(TIMEOUT)));
      long millis = (System.nanoTime() - start) / 1_000_000;
      return List.of(
          CheckResult.ok(
              status.name(),
              "responds in " + millis + " ms" + (detail.isEmpty() ? "" : ", " + detail)));
    } catch (MediaSourceException e) {
      return List.of(failed(status, e));
    }
  }

  private void request(Call call) {
    if (source instanceof AniListSource anilist) {
      anilist.trending(new PageRequest(1, 1), call);
    } else if (source instanceof TmdbSource tmdb) {
      tmdb.configuration(call);
    } else if (source instanceof ContentProvider provider) {
      provider.popular(new ProviderPage(1), call);
    }
  }

  private CheckResult failed(SourceStatus status, MediaSourceException failure) {
    String text = String.valueOf(failure.getMessage());
    Kind kind = failure.kind();
    return switch (kind) {
      case RATE_LIMITED ->
          new CheckResult(
              Status.WARN,
              status.name(),
              text,
              "Wait a minute. The limit applies to all requests from this IP address.");
      case REJECTED, NOT_CONFIGURED ->
          new CheckResult(Status.FAIL, status.name(), join(text, detail), "Set a valid key.");
      case NOT_FOUND, UNAVAILABLE, TIMED_OUT, UNREADABLE, STOPPING ->
          new CheckResult(Status.FAIL, status.name(), text, reach(status));
    };
  }

  private static String join(String text, String detail) {
    return detail.isEmpty() ? text : text + " (" + detail + ")";
  }

  private String reach(SourceStatus status) {
    String name = status.id().toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
    for (Setting<?> setting : SettingTable.ALL) {
      if (setting.name().endsWith(name)) {
        return "Check that this machine reaches %s (network, DNS, firewall) and that %s is correct."
            .formatted(settings.masked(setting), setting.name());
      }
    }
    return "Check that this machine reaches it (network, DNS, firewall).";
  }
}
