package dev.anyflix.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.DemoService;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.settings.SettingTable;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dashboard in a real browser while something is down, and its accessibility. */
final class OutageBrowserTest {

  @RegisterExtension private static final Browser browser = new Browser();

  private final HttpClient client = HttpClient.newHttpClient();

  @RegisterExtension
  private final DemoService service =
      DemoService.of(
          Map.of("ANILIST_REQUESTS_PER_MINUTE", "6000", "TMDB_API_KEY", "key-of-the-test"));

  @AfterEach
  void stop() {
    browser.colours("light");
    browser.wide();
  }

  private void open() {
    browser.open(service.app().url().resolve("/admin"));
    browser.awaitText("#live", "Live");
    browser.awaitText("#chart-requests .legend", "memory");
  }

  private void get(String path) throws Exception {
    client.send(
        HttpRequest.newBuilder(service.app().url().resolve(path)).build(),
        BodyHandlers.discarding());
  }

  private void traffic() throws Exception {
    for (int i = 1; i <= 40; i++) {
      get("/api/anilist/media/" + (i % 4 == 0 ? 5 : 1));
      get("/api/tmdb/movies/603");
      get("/api/anilist/media/" + (900_000 + i));
    }
    get("/api/anilist/trending");
  }

  @Test
  void upstreamsThatAreDownAreNamedWithCauseConsequenceAndAction() throws Exception {
    service.upstream().setOptions(DemoOptions.HEALTHY.withDown(true));
    for (int i = 2000; i < 2030; i++) {
      get("/api/anilist/media/" + i);
      get("/api/tmdb/movies/" + i);
    }
    open();

    browser.awaitText("#banner-title", "Failing: 100 % of requests for AniList");
    browser.awaitText("#banner ul", "AniList unavailable (HTTP 503).");
    browser.awaitText("#upstreams tbody", "paused, next attempt in");
    browser.awaitText("#tile-status", "failing");
    browser.awaitText("#tile-failed-note", "60 since start");
    browser.awaitText("#marks", "AniList unavailable until now");
    browser.picture("upstreams-down");
    assertThat(browser.violations()).isEmpty();
  }

  @Test
  void redisThatIsDownIsNamedWithAdvice() throws Exception {
    service.restart(
        service
            .settings()
            .with(SettingTable.REDIS_HOST, "127.0.0.1")
            .with(SettingTable.REDIS_PORT, "1"));
    traffic();
    open();

    browser.awaitText("#banner-title", "Degraded: Redis unavailable since");
    browser.awaitText("#banner ul", "Start Redis");
    browser.awaitText("#tile-redis", "paused");
    browser.awaitText("#marks", "Redis unavailable until now");
    browser.picture("redis-down");
    assertThat(browser.violations()).isEmpty();
  }

  @Test
  void lateVisitorSeesWhatHappenedBefore() throws Exception {
    traffic();
    client.send(
        HttpRequest.newBuilder(service.app().url().resolve("/admin/cache/clear/anilist"))
            .POST(BodyPublishers.noBody())
            .build(),
        BodyHandlers.discarding());
    open();
    browser.awaitText("#marks", "Cleared anilist");
    browser.await().until(() -> samples() >= 2);
    browser.reload();
    browser.await().until(() -> samples() >= 2);
    browser.awaitText("#marks", "Cleared anilist");
    browser.picture("after-reload");
  }

  /** How many samples the requests chart shows. */
  private static long samples() {
    return (Long)
        browser.run(
            "return document.querySelectorAll('#chart-requests canvas').length > 0 ? Number(document.querySelector('#chart-requests .plot').dataset.samples) : 0");
  }

  @Test
  void pageHasNoViolationInLightAndDarkAndOnAPhone() throws Exception {
    traffic();
    open();
    browser.click("#entries-list");
    browser.awaitText("#entries tbody", "Cowboy Bebop");
    browser.awaitText("#hot tbody", "/api/");
    browser.picture("healthy");
    assertThat(browser.violations()).as("light").isEmpty();

    browser.colours("dark");
    browser.picture("dark");
    assertThat(browser.violations()).as("dark").isEmpty();

    browser.colours("light");
    browser.narrow(390);
    browser.await().until(() -> browser.run("return innerWidth"), width -> width.equals(390L));
    browser.run("document.querySelector('#entries tbody').replaceChildren()");
    browser.picture("phone");
    assertThat(browser.violations()).as("phone").isEmpty();
    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
    assertThat(
            (String)
                browser.run(
                    """
                    return [...document.querySelectorAll('main button, header button, main select, main input')]
                      .filter((each) => each.checkVisibility())
                      .map((each) => [each.id + each.textContent, each.getBoundingClientRect()])
                      .filter(([, { width, height }]) => width < 44 || height < 44)
                      .map(([name, { width, height }]) => name + ' ' + width + ' x ' + height).join();
                    """))
        .isEmpty();
  }

  @Test
  void documentationHasADarkTheme() {
    browser.open(service.app().url().resolve("/docs"));
    browser.awaitText("body", "Anyflix");
    browser.colours("dark");
    browser
        .await()
        .until(() -> browser.run("return document.documentElement.className"), "dark-mode"::equals);
    browser.picture("docs-dark");
    assertThat(browser.violations()).isEmpty();
    assertThat(
            (String)
                browser.run("return getComputedStyle(document.documentElement).backgroundColor"))
        .isNotEqualTo("rgb(255, 255, 255)")
        .isNotEqualTo("rgba(0, 0, 0, 0)");
  }
}
