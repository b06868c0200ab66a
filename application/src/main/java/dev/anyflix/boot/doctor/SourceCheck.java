package dev.anyflix.boot.doctor;

import dev.anyflix.boot.doctor.Finding.Level;
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
 * Asks a source something small, once.
 *
 * @param source whom
 * @param note what to say beside the answer, such as the kind of key; may be empty
 * @param settings where its address stands
 */
public record SourceCheck(MediaSource source, String note, Settings settings) implements Check {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public List<Finding> run() {
    SourceStatus status = source.status();
    if (!status.configured()) {
      return List.of(new Finding(Level.NOTE, status.name(), String.valueOf(status.reason()), null));
    }
    long start = System.nanoTime();
    try {
      ask(Call.before(Instant.now().plus(PATIENCE)));
      long millis = (System.nanoTime() - start) / 1_000_000;
      return List.of(
          Finding.ok(
              status.name(), "answers in " + millis + " ms" + (note.isEmpty() ? "" : ", " + note)));
    } catch (MediaSourceException e) {
      return List.of(failed(status, e));
    }
  }

  private void ask(Call call) {
    if (source instanceof AniListSource anilist) {
      anilist.trending(new PageRequest(1, 1), call);
    } else if (source instanceof TmdbSource tmdb) {
      tmdb.configuration(call);
    } else if (source instanceof ContentProvider provider) {
      provider.popular(new ProviderPage(1), call);
    }
  }

  private Finding failed(SourceStatus status, MediaSourceException failure) {
    String text = String.valueOf(failure.getMessage());
    Kind kind = failure.kind();
    return switch (kind) {
      case RATE_LIMITED ->
          new Finding(
              Level.NOTE,
              status.name(),
              text,
              "Wait a minute. Its limit counts everything that asks from this address.");
      case REJECTED, NOT_CONFIGURED ->
          new Finding(Level.FAULT, status.name(), join(text, note), "Set a key that it accepts.");
      case NOT_FOUND, UNAVAILABLE, TIMED_OUT, UNREADABLE ->
          new Finding(Level.FAULT, status.name(), text, reach(status));
    };
  }

  private static String join(String text, String note) {
    return note.isEmpty() ? text : text + " (" + note + ")";
  }

  private String reach(SourceStatus status) {
    String name = status.id().toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
    for (Setting<?> setting : SettingTable.ALL) {
      if (setting.name().endsWith(name)) {
        return "See whether this machine reaches %s (network, DNS, firewall) and whether %s is right."
            .formatted(settings.shown(setting), setting.name());
      }
    }
    return "See whether this machine reaches it (network, DNS, firewall).";
  }
}
