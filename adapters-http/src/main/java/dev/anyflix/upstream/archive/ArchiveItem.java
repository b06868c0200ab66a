package dev.anyflix.upstream.archive;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.SpokenLanguages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Translates the metadata and the file list of one item of the Internet Archive. */
final class ArchiveItem {

  /** What is played nearly everywhere first. */
  private static final List<String> PLAYABLE =
      List.of("mp4", "m4v", "webm", "ogv", "mkv", "mov", "mpg", "mpeg", "avi");

  private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,2}):)?(\\d{1,3}):(\\d{2})");
  private static final Pattern MINUTES =
      Pattern.compile("(\\d{1,3}) ?min.*", Pattern.CASE_INSENSITIVE);

  private ArchiveItem() {}

  /**
   * An item with its streams.
   *
   * @param host the address that serves pictures and files
   */
  static Media media(Json body, String requestedId, HttpUrl host) {
    Json metadata = body.at("metadata").withSingles(ArchiveJson.SINGLES);
    if (metadata.isObject() && !ArchiveJson.isFilm(metadata)) {
      throw ArchiveJson.notFound();
    }
    if (!metadata.isObject()) {
      throw new IllegalArgumentException("no item");
    }
    String identifier = Objects.requireNonNull(metadata.text("identifier"));
    if (!identifier.equalsIgnoreCase(requestedId)) {
      throw new IllegalArgumentException("an item with another identifier than requested");
    }
    List<Json> files = body.list("files");
    List<String> formats = new ArrayList<>();
    files.forEach(file -> formats.addAll(ArchiveJson.words(file, "format")));
    return ArchiveJson.basics(metadata, formats, host)
        .durationMinutes(minutes(metadata, files))
        .score(score(body.list("reviews")))
        .streams(streams(host, identifier, files, languages(metadata)))
        .build();
  }

  private static List<StreamLink> streams(
      HttpUrl host, String identifier, List<Json> files, List<String> languages) {
    List<StreamLink> streams = new ArrayList<>();
    files.stream()
        .filter(ArchiveItem::isPlayable)
        .sorted(
            Comparator.comparingInt(ArchiveItem::rank)
                .thenComparing(Comparator.comparingDouble(ArchiveItem::height).reversed())
                .thenComparing(Comparator.comparingDouble(ArchiveItem::size).reversed()))
        .forEach(
            file -> {
              String url = address(host, identifier, String.valueOf(file.text("name")));
              if (url != null) {
                double size = size(file);
                double height = height(file);
                streams.add(
                    new StreamLink(
                        url,
                        file.text("format"),
                        size > 0 ? (long) size : null,
                        height > 0 ? (int) height + "p" : null,
                        languages));
              }
            });
    return streams;
  }

  private static List<String> languages(Json metadata) {
    return SpokenLanguages.of(ArchiveJson.words(metadata, "language").stream());
  }

  /** Null for a name that leads out of the item. */
  private static @Nullable String address(HttpUrl host, String identifier, String name) {
    HttpUrl folder = host.newBuilder().addPathSegments("download/" + identifier + "/").build();
    HttpUrl file = folder.newBuilder().addPathSegments(name).build();
    return file.encodedPath().startsWith(folder.encodedPath()) ? file.toString() : null;
  }

  private static boolean isPlayable(Json file) {
    return rank(file) >= 0 && !file.isTrue("private");
  }

  private static int rank(Json file) {
    String name = String.valueOf(file.text("name"));
    return PLAYABLE.indexOf(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static double height(Json file) {
    return zeroIfAbsent(file.numeric("height"));
  }

  private static double size(Json file) {
    return zeroIfAbsent(file.numeric("size"));
  }

  private static double zeroIfAbsent(@Nullable Double number) {
    return number == null ? 0 : number;
  }

  /** As long as the longest file, else as long as the item says. */
  private static @Nullable Integer minutes(Json metadata, List<Json> files) {
    double longest =
        files.stream()
            .filter(ArchiveItem::isPlayable)
            .mapToDouble(file -> seconds(file, "length"))
            .max()
            .orElse(0);
    double seconds = longest > 0 ? longest : seconds(metadata, "runtime");
    long minutes = Math.round(seconds / 60);
    return minutes < 1 || minutes > 10_000 ? null : (int) minutes;
  }

  /** Told as {@code 5772.32}, {@code 1:36:12} or {@code 96 minutes}; 0 when unknown. */
  private static double seconds(Json thing, String field) {
    Double number = thing.numeric(field);
    if (number != null) {
      return number;
    }
    String text = thing.text(field);
    Matcher clock = CLOCK.matcher(text == null ? "" : text);
    if (clock.matches()) {
      double hours = clock.group(1) == null ? 0 : Double.parseDouble(clock.group(1));
      return hours * 3600
          + Double.parseDouble(clock.group(2)) * 60
          + Double.parseDouble(clock.group(3));
    }
    Matcher minutes = MINUTES.matcher(text == null ? "" : text);
    return minutes.matches() ? Double.parseDouble(minutes.group(1)) * 60 : 0;
  }

  /** The mean of one to five stars. */
  private static @Nullable Double score(List<Json> reviews) {
    OptionalDouble stars =
        reviews.stream()
            .mapToDouble(review -> zeroIfAbsent(review.numeric("stars")))
            .filter(given -> given > 0 && given <= 5)
            .average();
    return stars.isPresent() ? Math.round(stars.getAsDouble() * 200) / 10.0 : null;
  }
}
