package dev.anyflix.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.boot.DemoService;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.settings.SettingTable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The dashboard in a real browser. */
final class DashboardBrowserTest {

  private static final String MEDIA = "/api/anilist/media/1";
  private static final String TOKEN = "token-of-the-test";
  private static final String HOSTILE =
      "<img src=x onerror=\"window.hacked=1\"></script><script>window.hacked=1</script>";

  /** How many pixels of a chart are rather blue, as the memory tier is. */
  private static final String BLUE_PIXELS =
      """
      const canvas = document.querySelector('#chart-requests canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let blue = 0;
      for (let i = 0; i < data.length; i += 4) {
        blue += data[i + 3] > 0 && data[i + 2] > data[i] + 40 ? 1 : 0;
      }
      return blue;
      """;

  @RegisterExtension private static final Browser browser = new Browser();

  private final HttpClient client = HttpClient.newHttpClient();

  @RegisterExtension
  private final DemoService service =
      DemoService.of(
          Map.of("ANILIST_REQUESTS_PER_MINUTE", "6000", "TMDB_API_KEY", "key-of-the-test"));

  private void openDashboard() {
    browser.open(service.app().url().resolve("/admin"));
    browser.awaitText("#live", "Live");
  }

  private void get(String path) throws Exception {
    cacheStatus(path);
  }

  private String cacheStatus(String path) throws Exception {
    HttpResponse<Void> answer = send(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("Cache-Status").orElse("");
  }

  private HttpResponse<Void> send(String path) throws Exception {
    URI address = service.app().url().resolve(path);
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
  }

  private void confirm(String title) {
    browser.awaitText("#confirm-title", title);
    browser.click("#confirm-yes");
  }

  @Test
  void itComesAliveWithoutAWordOnTheConsole() {
    openDashboard();
    browser.awaitText("#tile-status", "ok");
    browser.awaitText("#upstreams tbody", "AniList");
    browser.awaitText("#operations table", "tmdb_search_and_match");

    assertThat(browser.text("#operations table")).contains("anilist_trending 15 min");
    assertThat(browser.findAll("figure canvas")).hasSize(4);
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void theChartsMoveUnderTraffic() throws Exception {
    openDashboard();
    browser.awaitText("#chart-requests .legend", "memory 0");
    long before = (Long) browser.run(BLUE_PIXELS);

    browser
        .await()
        .until(
            () -> {
              for (int i = 0; i < 20; i++) {
                get(MEDIA);
              }
              return (Long) browser.run(BLUE_PIXELS) > before + 500;
            });
    browser.awaitText("#chart-ratio .legend", "anilist_media_by_id");
    browser.awaitText("#chart-loads .legend", "ms");
    assertThat(browser.text("#chart-memory .legend")).contains("KiB");
    assertThat(browser.text("#tile-requests")).doesNotStartWith("0 ");
    if (Browser.takesPictures()) {
      fillTheCharts();
      browser.screenshot("dashboard");
    }
  }

  /** Sends a minute of traffic. */
  private void fillTheCharts() {
    var random = new Random(1);
    browser
        .await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              for (int i = 0; i < 10 + random.nextInt(10); i++) {
                send("/api/anilist/media/" + (1 + random.nextInt(40)));
                send("/api/tmdb/movies/" + (600 + random.nextInt(8)));
              }
              send("/api/anilist/search?q=" + (char) ('a' + random.nextInt(26)));
              return browser.run(
                  "return Number(document.querySelector('#chart-requests .plot').dataset.samples) >= 13");
            },
            Boolean.TRUE::equals);
  }

  @Test
  void clearingIsDoneOnlyWhenConfirmed() throws Exception {
    get(MEDIA);
    openDashboard();

    browser.await().until(() -> clickClear("anilist_media_by_id"));
    browser.click("#confirm button[value='']");
    assertThat(cacheStatus(MEDIA)).contains("hit");

    clickClear("anilist_media_by_id");
    confirm("Clear anilist_media_by_id?");
    browser.awaitText("#notice", "Cleared anilist_media_by_id (1 entry).");
    assertThat(cacheStatus(MEDIA)).contains("miss");
  }

  private static boolean clickClear(String prefix) {
    browser.click("button[aria-label='Clear " + prefix + "']");
    return true;
  }

  @Test
  void flushingWorksByKeyboardAndEscapeCallsItOff() throws Exception {
    get(MEDIA);
    openDashboard();

    browser.find("#flush").sendKeys(Keys.ENTER);
    browser.awaitText("#confirm-title", "Flush the cache?");
    assertThat(browser.focused().getText()).isEqualTo("Cancel");
    browser.focused().sendKeys(Keys.ESCAPE);
    browser.await().until(() -> !browser.find("#confirm").isDisplayed());
    assertThat(browser.focused().getAttribute("id")).isEqualTo("flush");
    assertThat(cacheStatus(MEDIA)).contains("hit");

    browser.focused().sendKeys(Keys.ENTER);
    browser.focused().sendKeys(Keys.TAB);
    browser.focused().sendKeys(Keys.ENTER);
    browser.awaitText("#notice", "Flushed the cache (1 entry).");
    assertThat(cacheStatus(MEDIA)).contains("miss");
  }

  @Test
  void anEntryIsShownAndDeletedWhenConfirmed() throws Exception {
    get(MEDIA);
    get("/api/tmdb/movies/603");
    openDashboard();
    browser
        .await()
        .until(() -> !browser.findAll("#entries-prefix option[value=anilist]").isEmpty());
    browser.click("#entries-prefix option[value=anilist]");
    browser.awaitText("#entries tbody", "/api/anilist/media/1 · Cowboy Bebop");
    assertThat(browser.findAll("#entries tbody tr")).hasSize(1);

    browser.click("#entries tbody button.link");
    browser.awaitText("#entry-body", "\"id\": \"anilist:1\",\n");
    assertThat(browser.text("#entry-facts"))
        .containsPattern("\\d (min|h).* of (5\\d min|1 h)")
        .contains("KiB");
    browser.click("#entry-delete");
    confirm("Delete this entry?");
    browser.awaitText("#notice", "Deleted /api/anilist/media/1.");
    assertThat(browser.findAll("#entries tbody tr")).isEmpty();
    assertThat(cacheStatus(MEDIA)).contains("miss");
  }

  @Test
  void aHostileTitleIsShownAsTextAndDoesNothing() throws Exception {
    Media media =
        Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of(HOSTILE)).build();
    var hostile =
        new FakeAniList(
            (id, call) -> Answer.of(media),
            (list, call) -> Answer.of(new MediaPage(List.of(media), 1, 20, false)));
    service.restart(App.with(service.settings()).anilist(hostile));
    get("/api/anilist/anime/search?q=%3Cimg%20src%3Dx%20onerror%3D%22window.hacked%3D1%22%3E");
    openDashboard();

    browser.click("#entries-list");
    browser.awaitText("#entries tbody", "<img src");
    browser.click("#entries tbody button.link");
    browser.awaitText("#entry-body", HOSTILE.replace("\"", "\\\""));
    browser.click("#entry-delete");
    browser.awaitText("#confirm-text", "%3Cimg%20src");

    assertThat(browser.run("return window.hacked ?? null")).isNull();
    assertThat(browser.findAll("img, body script")).isEmpty();
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void theTokenGuardsAndIsAskedForOnceInATab() {
    service.restart(service.settings().with(SettingTable.ADMIN_TOKEN, TOKEN));
    browser.open(service.app().url().resolve("/admin"));
    giveToken("a-wrong-one");
    browser.awaitText("#token-problem", "refused");
    assertThat(browser.text("#tile-status")).isEqualTo("–");
    giveToken(TOKEN);
    browser.awaitText("#live", "Live");
    browser.awaitText("#tile-status", "ok");
    browser.click("#entries-list");
    browser.awaitText("#entries-count", "0, as of");

    browser.reload();
    browser.awaitText("#tile-status", "ok");
    assertThat(browser.find("#token").isDisplayed()).isFalse();
    assertThat(browser.address()).doesNotContain(TOKEN);
    assertThat(browser.run("return document.cookie + Object.values(localStorage).join()"))
        .isEqualTo("");

    browser.open(service.app().url().resolve("/admin"));
    browser.await().until(() -> browser.find("#token").isDisplayed());
  }

  private static void giveToken(String token) {
    browser.await().until(() -> browser.find("#token-value").isDisplayed());
    browser.find("#token-value").sendKeys(token, Keys.ENTER);
  }

  @Test
  void itReconnectsByItselfAfterARestart() throws Exception {
    openDashboard();
    int port = service.port();
    service.app().close();
    browser.awaitText("#live", "Reconnecting");
    service.restart(service.settings().with(SettingTable.PORT, Integer.toString(port)));
    browser.awaitText("#live", "Live");
    get(MEDIA);
    browser.awaitText("#tile-requests", "1 since start");
  }

  @Test
  void aWarmUpShowsHowFarItHasCome() {
    service.upstream().setOptions(DemoOptions.HEALTHY.withLatency(Duration.ofMillis(500)));
    openDashboard();
    browser.click("#warm");
    browser.awaitText("#warming-text", "of 22, at ");
    assertThat(browser.find("#warming-bar").getAttribute("max")).isEqualTo("22");
    browser.awaitText("#notice", "Warmed 22 of 22 answers.");
    assertThat(browser.find("#warming").isDisplayed()).isFalse();
  }

  @Test
  void aPhoneScrollsTheTablesButNotThePage() {
    openDashboard();
    browser.narrow(390);
    browser.await().until(() -> browser.run("return innerWidth"), width -> width.equals(390L));
    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
    assertThat(browser.find("#flush").isDisplayed()).isTrue();
  }
}
