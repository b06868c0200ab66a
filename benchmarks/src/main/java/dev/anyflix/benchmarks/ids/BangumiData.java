package dev.anyflix.benchmarks.ids;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The anime of the npm package {@code bangumi-data} with their ids at AniList, MyAnimeList and
 * TMDB. The package is licensed under CC BY 4.0; it is downloaded with the user's own npm and not
 * part of this project.
 */
final class BangumiData {

  private static final String PACKAGE = "bangumi-data";
  private static final ZoneOffset JAPAN = ZoneOffset.ofHours(9);

  private BangumiData() {}

  /**
   * One anime.
   *
   * @param title the original title
   * @param english the English title, or null
   * @param type {@code tv}, {@code movie}, {@code ova} or {@code web}
   * @param begin the first day in Japan
   * @param isSpecial whether it was broadcast once, which the data call {@code tv} as well
   * @param anilist AniList's id
   * @param mal MyAnimeList's id, or null
   * @param tmdb TMDB's id such as {@code tv:1429} or {@code movie:129}, or null
   * @param season the season of TMDB's series; null when it is the first or unknown
   */
  record Anime(
      String title,
      @Nullable String english,
      String type,
      LocalDate begin,
      boolean isSpecial,
      int anilist,
      @Nullable Integer mal,
      @Nullable String tmdb,
      @Nullable Integer season) {

    boolean isEpisode() {
      return season != null && season == 0;
    }
  }

  /** Reads the data of a file, or downloads them. */
  static List<Anime> load(@Nullable Path file) throws IOException, InterruptedException {
    if (file != null) {
      return read(file);
    }
    Path folder = Files.createTempDirectory("bangumi-data");
    try {
      run(folder, "npm", "pack", "--silent", PACKAGE);
      try (Stream<Path> files = Files.list(folder)) {
        Path archive =
            files.filter(path -> path.toString().endsWith(".tgz")).findAny().orElseThrow();
        run(folder, "tar", "xzf", archive.toString());
      }
      return read(folder.resolve("package/dist/data.json"));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          String.join(" ", command) + " failed. Check npm, or name a data.json with --data.");
    }
  }

  private static List<Anime> read(Path file) throws IOException {
    List<Anime> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (JsonNode item : new ObjectMapper().readTree(in).path("items")) {
        Anime anime = anime(item);
        if (anime != null) {
          all.add(anime);
        }
      }
    }
    return all;
  }

  private static @Nullable Anime anime(JsonNode item) {
    Map<String, String> ids = new HashMap<>();
    for (JsonNode site : item.path("sites")) {
      ids.putIfAbsent(site.path("site").asText(), site.path("id").asText());
    }
    Integer anilist = number(ids.get("aniList"));
    if (anilist == null) {
      return null;
    }
    String type = item.path("type").asText();
    LocalDate begin = day(item.path("begin").asText());
    String end = item.path("end").asText();
    boolean isSpecial = type.equals("tv") && !end.isEmpty() && day(end).equals(begin);
    String[] tmdb = ids.getOrDefault("tmdb", "").split("/", -1);
    return new Anime(
        item.path("title").asText(),
        item.at("/titleTranslate/en/0").isMissingNode()
            ? null
            : item.at("/titleTranslate/en/0").asText(),
        type,
        begin,
        isSpecial,
        anilist,
        number(ids.get("mal")),
        tmdb.length < 2 ? null : tmdb[0] + ":" + tmdb[1].replaceFirst("-.*", ""),
        tmdb.length < 4 ? null : number(tmdb[3]));
  }

  private static LocalDate day(String time) {
    return OffsetDateTime.parse(time).withOffsetSameInstant(JAPAN).toLocalDate();
  }

  private static @Nullable Integer number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,8}") ? Integer.valueOf(text) : null;
  }
}
