package dev.anyflix.benchmarks.ids;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.benchmarks.ids.BangumiData.Anime;
import dev.anyflix.boot.App;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code ids}: precision and recall of the map of ids, the calls that it takes, and how
 * many titles come twice in a search.
 */
@Command(
    name = "ids",
    description = {
      "Measures precision and recall of the map of ids, and duplicates of searches.",
      "Looks up the ids of all anime of the npm package bangumi-data (CC BY 4.0), which npm downloads,"
          + " over upstreams that are played with the same data and have gaps."
    },
    mixinStandardHelpOptions = true)
public final class IdsCommand implements Callable<Integer> {

  private static final double LEAST_PRECISION = 0.99;
  private static final double MOST_TWICE = 0.01;
  private static final int CLIENTS = 4;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--data", description = "data.json of the package; default: downloaded by npm")
  private @Nullable Path data;

  @Option(names = "--limit", description = "only so many anime; default all")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--wrong", description = "prints each wrong link")
  private boolean printsWrong;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Score> scores = new LinkedHashMap<>();
  private final AtomicInteger found = new AtomicInteger();
  private final AtomicInteger twice = new AtomicInteger();

  @Override
  public Integer call() throws Exception {
    List<Anime> all = BangumiData.load(data);
    List<Anime> asked = all.subList(0, Math.min(limit, all.size()));
    Upstreams upstreams = new Upstreams(all);
    try (App app = start(upstreams)) {
      measure(all, asked, upstreams, app.url());
    }
    try (App app = start(upstreams)) {
      search(asked, upstreams, app.url());
    }
    boolean isPrecise =
        scores.values().stream().allMatch(score -> score.precision() >= LEAST_PRECISION);
    return isPrecise && twice.get() <= MOST_TWICE * found.get() ? 0 : 1;
  }

  private static App start(Upstreams upstreams) {
    Map<String, String> settings =
        Map.of(
            "HOST", "127.0.0.1",
            "PORT", "0",
            "REDIS_HOST", "",
            "CACHE_PREFETCH", "false",
            "LOG_LEVEL", "WARN");
    return App.with(Settings.of(settings))
        .anilist(upstreams.anilistSource)
        .tmdb(upstreams.tmdbSource)
        .provider(upstreams.kitsuProvider)
        .start();
  }

  /** Searches each anime by its title on a service that knows no ids yet. */
  private void search(List<Anime> asked, Upstreams upstreams, URI url) throws Exception {
    each(
        asked,
        anime -> {
          JsonNode answer = get(url, "/api/search?q=" + URLEncoder.encode(anime.title(), UTF_8));
          List<String> items =
              answer.at("/items").findValuesAsText("id").stream()
                  .filter(id -> Objects.equals(upstreams.animeOf(id), anime.anilist()))
                  .toList();
          found.addAndGet(items.isEmpty() ? 0 : 1);
          twice.addAndGet(items.size() > 1 ? 1 : 0);
          if (printsWrong && items.size() > 1) {
            spec.commandLine().getOut().println("search: " + items + " for " + anime);
          }
        });
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "searches by title: %,d anime found, %,d (%.2f %%) of them twice%n",
        found.get(), twice.get(), 100.0 * twice.get() / found.get());
    out.flush();
  }

  private void measure(List<Anime> all, List<Anime> asked, Upstreams upstreams, URI url)
      throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    int cold = upstreams.calls();
    each(asked, anime -> checkAniList(anime, upstreams, url));
    cold = upstreams.calls() - cold;
    int warm = upstreams.calls();
    each(asked, anime -> ids(url, "anilist:" + anime.anilist()));
    warm = upstreams.calls() - warm;
    each(asked, anime -> checkMal(anime, url));
    Map<String, Set<String>> byTmdb = new TreeMap<>();
    for (Anime anime : all) {
      if (anime.tmdb() != null && !anime.isEpisode() && upstreams.hasTmdb(anime.tmdb())) {
        byTmdb
            .computeIfAbsent(anime.tmdb(), absent -> new TreeSet<>())
            .add(Integer.toString(anime.anilist()));
      }
    }
    each(
        List.copyOf(byTmdb.entrySet()).subList(0, Math.min(limit, byTmdb.size())),
        entry -> checkTmdb(entry.getKey(), entry.getValue(), url));
    out.printf("%,d anime, %,d titles of TMDB%n%n", asked.size(), byTmdb.size());
    out.println("| link | expected | found | right | precision | recall |");
    out.println("|---|---|---|---|---|---|");
    scores.forEach((name, score) -> out.println(score.row(name)));
    out.printf(
        "%nupstream calls per lookup by AniList's id: %.2f cold, %.2f warm%n",
        (double) cold / asked.size(), (double) warm / asked.size());
    out.flush();
  }

  private interface Check<T> {
    void accept(T item) throws Exception;
  }

  private static <T> void each(List<T> items, Check<T> check) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Boolean>> tasks =
          items.stream()
              .<Callable<Boolean>>map(
                  item ->
                      () -> {
                        check.accept(item);
                        return true;
                      })
              .toList();
      for (Future<Boolean> done : clients.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      clients.shutdown();
    }
  }

  /** The ids of a title; an empty object when it is not found. */
  private JsonNode ids(URI url, String id) throws IOException, InterruptedException {
    return get(url, "/api/ids/" + id);
  }

  private JsonNode get(URI url, String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() == 404) {
      return JSON.createObjectNode();
    }
    if (response.statusCode() != 200) {
      throw new IOException(path + " was answered with HTTP " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private void checkAniList(Anime anime, Upstreams upstreams, URI url) throws Exception {
    JsonNode map = ids(url, "anilist:" + anime.anilist());
    String tmdb = anime.tmdb();
    boolean hasTmdb = tmdb != null && upstreams.hasTmdb(tmdb);
    String mal = anime.mal() == null ? null : anime.mal().toString();
    score("anilist to mal", anime, mal, map.at("/ids/mal").asText(""));
    score(
        "anilist to kitsu",
        anime,
        upstreams.kitsuId(anime.anilist()),
        map.at("/ids/kitsu").asText(""));
    score("anilist to tmdb", anime, hasTmdb ? tmdb : null, map.at("/ids/tmdb").asText(""));
    boolean isFound = map.at("/ids/tmdb").asText("").equals(tmdb);
    if (tmdb != null
        && hasTmdb
        && isFound
        && tmdb.startsWith("tv:")
        && anime.type().equals("tv")
        && !anime.isEpisode()) {
      int season = anime.season() == null ? 1 : anime.season();
      score("season of the series", anime, Integer.toString(season), map.at("/season").asText(""));
    }
  }

  private void checkMal(Anime anime, URI url) throws Exception {
    if (anime.mal() != null) {
      JsonNode map = ids(url, "mal:" + anime.mal());
      score(
          "mal to anilist",
          anime,
          Integer.toString(anime.anilist()),
          map.at("/ids/anilist").asText(""));
    }
  }

  private void checkTmdb(String id, Set<String> anilist, URI url) throws Exception {
    String found = ids(url, "tmdb:" + id).at("/ids/anilist").asText("");
    scoreOf("tmdb to anilist").add(true, !found.isEmpty(), anilist.contains(found));
  }

  private void score(String name, Anime anime, @Nullable String expected, String found) {
    boolean isFound = !found.isEmpty() && !found.equals("null");
    if (printsWrong && isFound && !found.equals(expected)) {
      spec.commandLine().getOut().println(name + ": " + found + " for " + anime);
    }
    scoreOf(name).add(expected != null, isFound, Objects.equals(expected, found));
  }

  private Score scoreOf(String name) {
    synchronized (scores) {
      return scores.computeIfAbsent(name, absent -> new Score());
    }
  }
}
