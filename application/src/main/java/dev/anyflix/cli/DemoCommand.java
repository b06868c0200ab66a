package dev.anyflix.cli;

import dev.anyflix.boot.App;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.demo.Rate;
import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Settings.Origin;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code demo}: runs the service with the built-in upstream. */
@Command(
    name = "demo",
    description = {
      "Runs the service with a built-in upstream; needs no key, Redis or internet.",
      "The upstream imitates AniList, TMDB, Kitsu and the Internet Archive with a small catalogue."
    },
    footer = {
      "",
      "Examples that show rate limits, Redis and stale answers:",
      "  anyflix demo --upstream-latency 200ms --upstream-rate 30/min",
      "  REDIS_HOST=localhost anyflix demo --redis",
      "  ANILIST_MEDIA_TTL=10 anyflix demo --upstream-errors 0.5"
    },
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  private static final String WIDE_BUDGET = "600";
  private static final List<Setting<?>> REDIS =
      List.of(SettingTable.REDIS_URL, SettingTable.REDIS_HOST);

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Mixin private final ListenOptions listen = new ListenOptions();

  @Option(
      names = "--upstream-latency",
      paramLabel = "TIME",
      description = "latency of the upstream, such as 200ms or 2s; default 0ms")
  private @Nullable String latency;

  @Option(
      names = "--upstream-errors",
      paramLabel = "SHARE",
      description = "share of calls that fail, such as 0.2 or 20%%; default 0")
  private @Nullable String errors;

  @Option(
      names = "--upstream-rate",
      paramLabel = "RATE",
      description = "rate limit of the upstream, such as 30/min or 5/s; default unlimited")
  private @Nullable String rate;

  @Option(
      names = "--upstream-down",
      description = "let the upstream answer every call with HTTP 503")
  private boolean down;

  @Option(names = "--redis", description = "use the Redis of the settings; default memory only")
  private boolean redis;

  DemoCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Settings settings = listen.applyTo(launch).settings(err);
    DemoUpstream upstream = DemoUpstream.start(options(), Clock.systemUTC());
    try (Foreground foreground = new Foreground(upstream, start(settings, upstream))) {
      foreground.await();
    }
    return 0;
  }

  private App start(Settings settings, DemoUpstream upstream) {
    try {
      App app = App.with(demoSettings(settings, upstream)).start();
      PrintWriter out = spec.commandLine().getOut();
      ignored(settings, upstream).forEach(name -> out.println("The demo ignores " + name + "."));
      out.println(
          "The demo serves a small built-in catalogue. Send a request twice to see a cache hit:");
      for (String path :
          new String[] {
            "/api/anilist/media/1",
            "/api/anilist/anime/search?q=fullmetal",
            "/api/tmdb/movies/603",
            "/api/tmdb/match?title=blade%20runner%202049",
            "/api/providers/archive/popular",
            "/admin/cache/stats"
          }) {
        out.println("  curl -i '" + app.url() + path + "'");
      }
      out.flush();
      return app;
    } catch (RuntimeException e) {
      upstream.close();
      throw e;
    }
  }

  private List<String> ignored(Settings settings, DemoUpstream upstream) {
    Set<String> replaced = replacements(upstream).keySet();
    return SettingTable.ALL.stream()
        .filter(setting -> replaced.contains(setting.name()) || (!redis && REDIS.contains(setting)))
        .filter(setting -> settings.origin(setting) != Origin.DEFAULT)
        .map(Setting::name)
        .toList();
  }

  private Settings demoSettings(Settings settings, DemoUpstream upstream) {
    boolean defaultBudget =
        rate == null && settings.origin(SettingTable.ANILIST_REQUESTS_PER_MINUTE) == Origin.DEFAULT;
    Settings demo = over(upstream, redis ? settings : withoutRedis(settings));
    return defaultBudget ? demo.with(SettingTable.ANILIST_REQUESTS_PER_MINUTE, WIDE_BUDGET) : demo;
  }

  /** The settings with every upstream replaced by the built-in one, or switched off. */
  static Settings over(DemoUpstream upstream, Settings settings) {
    Map<String, String> replacements = replacements(upstream);
    Settings demo = settings;
    for (Setting<?> setting : SettingTable.ALL) {
      String replacement = replacements.get(setting.name());
      demo = replacement == null ? demo : demo.with(setting, replacement);
    }
    return demo;
  }

  private static Map<String, String> replacements(DemoUpstream upstream) {
    Map<String, String> replacements = new HashMap<>(upstream.settings());
    replacements.put(SettingTable.TMDB_API_KEY.name(), "demo");
    replacements.put(SettingTable.JELLYFIN_URL.name(), "");
    return replacements;
  }

  /** Keeps demo data out of the cache of a real service. */
  private static Settings withoutRedis(Settings settings) {
    return settings.with(SettingTable.REDIS_URL, "").with(SettingTable.REDIS_HOST, "");
  }

  private DemoOptions options() {
    Duration delay = read(latency, DemoOptions::parseLatency, Duration.ZERO);
    double errorRate = read(errors, DemoOptions::parseErrorRate, 0.0);
    Optional<Rate> limit =
        read(rate, text -> Optional.ofNullable(DemoOptions.parseRate(text)), Optional.empty());
    return new DemoOptions(delay, errorRate, limit.orElse(null), down);
  }

  private <T> T read(@Nullable String text, Function<String, T> reader, T fallback) {
    try {
      return text == null ? fallback : reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
