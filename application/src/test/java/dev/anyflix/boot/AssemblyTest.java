package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.contract.ContractClient;
import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeProvider;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The slots of the assembly. */
final class AssemblyTest {

  @RegisterExtension static final DemoService service = DemoService.of(Map.of());

  private final HttpClient http = new ContractClient();
  private final AtomicInteger closed = new AtomicInteger();

  private Assembly assembly() {
    return App.with(service.settings());
  }

  private HttpResponse<String> get(App app, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(app.url().resolve(path)).build(), BodyHandlers.ofString());
  }

  /** A provider with a budget that counts how often it is closed. */
  private final class Closeable extends FakeProvider implements AutoCloseable {

    private final @Nullable Budget budget;

    Closeable(String id, @Nullable Budget budget) {
      super(
          id,
          (request, call) -> Answer.of(medium(id, request, call)),
          (request, call) -> Answer.of(FakeProvider.page(List.of(), 1)));
      this.budget = budget;
    }

    @Override
    public SourceStatus status() {
      SourceStatus any = super.status();
      if (budget == null) {
        return any;
      }
      return new SourceStatus(
          any.id(),
          any.name(),
          any.kind(),
          null,
          any.availability(),
          any.breaker(),
          budget.limit(),
          budget.left(),
          budget.period(),
          0,
          0);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static Media medium(String provider, ProviderItem request, Call call) {
    String title = call.permit() == null ? "without a permit" : "with a permit";
    return Media.builder(
            provider + ":" + request.id(), provider, request.id(), MediaKind.VIDEO, Title.of(title))
        .build();
  }

  @Test
  void addedProviderIsServedBesideTheBuiltInOnes() throws Exception {
    try (App app =
        assembly()
            .addProvider(
                context -> new Closeable("mine", context.budget("mine", Quota.perSecond(5))))
            .start()) {
      assertThat(get(app, "/api/providers").body())
          .contains("\"mine\"", "\"archive\"", "\"kitsu\"", "\"jellyfin\"");
      assertThat(get(app, "/api/providers/mine/media/a").body()).contains("with a permit");
      assertThat(get(app, "/admin/sources/status").body()).contains("\"mine\"");
      assertThat(get(app, "/metrics").body()).contains("upstream_budget_left{upstream=\"mine\"}");
    }
  }

  @Test
  void factoryGetsThePartsOfTheService() {
    try (App app =
        assembly()
            .addProvider(
                context -> {
                  assertThat(context.settings().get(SettingTable.REDIS_HOST)).isEmpty();
                  assertThat(context.http().client(Duration.ofSeconds(3)).get()).isNotNull();
                  context.meters().counter("mine.calls").increment();
                  assertThat(context.clock().instant()).isNotNull();
                  return new AnyItemProvider("mine");
                })
            .start()) {
      assertThat(app.provider("mine").detail("a").id()).isEqualTo("mine:a");
    }
  }

  @Test
  void onlyWhatAFactoryCreatedIsClosed() {
    var given = new Closeable("given", null);
    CachePort cache = closeCounting(new FakeCache());
    Assembly assembly =
        assembly()
            .cache(cache)
            .addProvider(given)
            .addProvider(context -> new Closeable("made", null));

    assembly.start().close();
    assertThat(closed).hasValue(1);
    assembly.start().close();
    assertThat(closed).hasValue(2);
  }

  @Test
  void providersOfAFactoryAreClosedWhenTheStartFails() {
    Assembly assembly =
        assembly()
            .addProvider(context -> new Closeable("made", null))
            .addProvider(
                context -> {
                  throw new IllegalStateException("no");
                });

    assertThatThrownBy(assembly::start).hasMessage("no");
    assertThat(closed).hasValue(1);
  }

  private CachePort closeCounting(CachePort cache) {
    return (CachePort)
        Proxy.newProxyInstance(
            CachePort.class.getClassLoader(),
            new Class<?>[] {CachePort.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.incrementAndGet();
              }
              return method.invoke(cache, arguments);
            });
  }

  @Test
  void assemblyCanBeStartedTwice() throws Exception {
    Assembly assembly = assembly().provider(new AnyItemProvider("any"));
    try (App one = assembly.start();
        App two = assembly.start()) {
      assertThat(one.port()).isNotEqualTo(two.port());
      assertThat(get(one, "/api/anilist/media/1").statusCode()).isEqualTo(200);
      assertThat(get(two, "/api/anilist/media/1").headers().firstValue("Cache-Status"))
          .hasValueSatisfying(status -> assertThat(status).contains("fwd=miss"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"My Provider", "UPPER", "under_score", "", "a/b", "ä"})
  void invalidProviderIdIsRefused(String id) {
    assertThatThrownBy(() -> assembly().addProvider(new AnyItemProvider(id)).start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"" + id + "\" is invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kitsu", "anilist", "tmdb", "composed"})
  void providerIdThatIsInUseIsRefused(String id) {
    assertThatThrownBy(() -> assembly().addProvider(new AnyItemProvider(id)).start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"" + id + "\" is already in use");
  }

  @Test
  void budgetUnderAnotherIdThanTheProvidersIsRefused() {
    assertThatThrownBy(
            () ->
                assembly()
                    .addProvider(
                        context ->
                            new Closeable("mine", context.budget("other", Quota.perSecond(5))))
                    .start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[other]");
  }

  @Test
  void sourcesAreDecoratedFromTheInsideOut() {
    List<String> calls = new ArrayList<>();
    Assembly assembly =
        assembly()
            .decorate(
                AniListSource.class, source -> named("inner", AniListSource.class, source, calls))
            .decorate(
                AniListSource.class, source -> named("outer", AniListSource.class, source, calls))
            .decorate(TmdbSource.class, source -> named("tmdb", TmdbSource.class, source, calls))
            .decorate(
                ContentProvider.class,
                source -> named(source.status().id(), ContentProvider.class, source, calls));
    try (App app = assembly.withoutPort().start()) {
      app.anilist().media(1);
      app.provider("kitsu").popular(new ProviderPage(1));
    }

    assertThat(calls).containsSubsequence("outer", "inner", "kitsu");
  }

  @Test
  void otherPortsCannotBeDecorated() {
    assertThatThrownBy(() -> assembly().decorate(MediaSource.class, source -> source))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static <S extends MediaSource> S named(
      String name, Class<S> port, S source, List<String> calls) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments.length == 2) {
                calls.add(name);
              }
              return method.invoke(source, arguments);
            }));
  }

  @Test
  void httpClientOfTheUpstreamsIsConfigured() {
    var requests = new AtomicInteger();
    try (App app =
        assembly()
            .http(
                builder ->
                    builder.addInterceptor(
                        chain -> {
                          requests.incrementAndGet();
                          return chain.proceed(chain.request());
                        }))
            .withoutPort()
            .start()) {
      app.anilist().media(1);
    }

    assertThat(requests.get()).isPositive();
  }

  @Test
  void givenRegistryReceivesTheMetersUntilTheServiceIsClosed() throws Exception {
    var registry = new SimpleMeterRegistry();
    registry.counter("of.the.user");
    try (App app = assembly().meters(registry).start()) {
      assertThat(get(app, "/api/anilist/media/1").statusCode()).isEqualTo(200);
      assertThat(get(app, "/metrics").body()).contains("cache_gets_total");
      assertThat(registry.get("upstream.requests").tag("upstream", "anilist").counters())
          .isNotEmpty();
    }

    assertThat(registry.getMeters()).hasSize(1);
    assertThat(registry.isClosed()).isFalse();
  }

  @Test
  void clockDecidesHowLongAnAnswerIsFresh() {
    var clock = new ManualClock();
    var random = new AtomicInteger();
    var anilist = anilist();
    try (App app =
        App.with(Settings.of(Map.of("REDIS_HOST", "", "CACHE_STALE_IF_ERROR", "0")))
            .anilist(anilist)
            .clock(clock)
            .random(
                () -> {
                  random.incrementAndGet();
                  return 0;
                })
            .withoutPort()
            .start()) {
      app.anilist().media(1);
      clock.advance(Duration.ofSeconds(2879));
      app.anilist().media(1);
      assertThat(anilist.calls()).isEqualTo(1);
      clock.advance(Duration.ofSeconds(722));
      app.anilist().media(1);
      assertThat(anilist.calls()).isEqualTo(2);
      assertThat(random.get()).isPositive();
    }
  }

  @Test
  void tickerExpiresTheEntriesInMemoryAlone() {
    var clock = new ManualClock();
    var nanos = new AtomicLong();
    var anilist = anilist();
    try (App app =
        App.with(Settings.of(Map.of("REDIS_HOST", "")))
            .anilist(anilist)
            .clock(clock)
            .ticker(nanos::get)
            .withoutPort()
            .start()) {
      app.anilist().media(1);
      clock.advance(Duration.ofMinutes(1));
      app.anilist().media(1);
      assertThat(anilist.calls()).isEqualTo(1);
      nanos.addAndGet(Duration.ofDays(30).toNanos());
      app.anilist().media(1);
      assertThat(anilist.calls()).isEqualTo(2);
    }
  }

  private static FakeAniList anilist() {
    return new FakeAniList(
        (MediaById request, Call call) ->
            Answer.of(
                Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop"))
                    .build()),
        (list, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));
  }

  @Test
  void logLevelIsThatOfNewLoggers() {
    String property = "org.slf4j.simpleLogger.log.dev.anyflix";
    String before = System.getProperty(property);
    try {
      assembly().logLevel(Level.TRACE).withoutPort().start().close();
      assertThat(LoggerFactory.getLogger("dev.anyflix.one." + System.nanoTime()).isTraceEnabled())
          .isTrue();
      assertThat(LoggerFactory.getLogger("org.example." + System.nanoTime()).isTraceEnabled())
          .isFalse();
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  @Test
  void webServerListensWithTheTlsOfTheUser() throws Exception {
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    var tls = new SslContextFactory.Server();
    tls.setSslContext(
        new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslContext());
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(
                new HandshakeCertificates.Builder()
                    .addTrustedCertificate(certificate.certificate())
                    .build()
                    .sslContext())
            .build();
    var connector = new AtomicReference<ServerConnector>();
    try (App app =
        assembly()
            .javalin(
                config ->
                    config.jetty.addConnector(
                        (server, http) -> {
                          connector.set(new ServerConnector(server, tls));
                          connector.get().setHost("127.0.0.1");
                          return connector.get();
                        }))
            .start()) {
      URI url = URI.create("https://127.0.0.1:" + connector.get().getLocalPort() + "/health/live");

      assertThat(
              client
                  .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
      assertThat(get(app, "/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void webServerHasTheRoutesOfTheUser() throws Exception {
    try (App app =
        assembly()
            .javalin(config -> config.routes.get("/mine", ctx -> ctx.result("mine")))
            .start()) {
      HttpRequest mine = HttpRequest.newBuilder(app.url().resolve("/mine")).build();
      assertThat(HttpClient.newHttpClient().send(mine, BodyHandlers.ofString()).body())
          .isEqualTo("mine");
      assertThat(get(app, "/health/live").statusCode()).isEqualTo(200);
    }
  }
}
