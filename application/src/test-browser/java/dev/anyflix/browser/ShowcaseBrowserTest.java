package dev.anyflix.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.DemoService;
import dev.anyflix.settings.SettingTable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The showcase in a real browser, over the demo's upstream. */
final class ShowcaseBrowserTest {

  private static final String LOADED_SHELVES =
      "return document.querySelectorAll('.shelf .row a.card').length";
  private static final String API_CALLS =
      "return performance.getEntriesByType('resource')"
          + ".filter(it => new URL(it.name).pathname.startsWith('/api/')).length";
  private static final String BROKEN_PICTURES =
      "return [...document.images].filter(it => it.complete && !it.naturalWidth).length";

  @RegisterExtension private static final Browser browser = new Browser();

  @RegisterExtension
  private final DemoService service =
      DemoService.of(Map.of("ANILIST_REQUESTS_PER_MINUTE", "6000", "TMDB_API_KEY", "any"));

  private void open(String fragment) {
    browser.open(service.app().url().resolve("/" + fragment));
  }

  private static void scrollThrough() {
    browser
        .await()
        .until(
            () -> {
              browser.run("window.scrollBy(0, 400)");
              return (Boolean)
                  browser.run(
                      "return scrollY + innerHeight >= document.documentElement.scrollHeight - 2");
            });
  }

  @Test
  void shelvesLoadWhenTheyScrollIntoViewAndAllHavePictures() {
    open("");
    browser.awaitText(".hero h2", "");
    browser.await().until(() -> (Long) browser.run(LOADED_SHELVES) > 0);
    long before = (Long) browser.run(API_CALLS);

    scrollThrough();
    browser.await().until(() -> browser.findAll("[aria-busy]").isEmpty());

    assertThat(before).isLessThan((Long) browser.run(API_CALLS));
    browser.run("window.scrollTo({ top: 0, behavior: 'instant' })");
    browser.screenshot("showcase");
    assertThat(browser.findAll(".shelf")).hasSizeGreaterThanOrEqualTo(8);
    assertThat(browser.findAll(".shelf .notice")).isEmpty();
    assertThat(browser.findAll(".shelf:not(:has(a.card))")).isEmpty();
    assertThat((Long) browser.run(BROKEN_PICTURES)).isZero();
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void titlePageIsOneCallAndShowsAllParts() {
    open("#title/api/tmdb/tv/1396");
    browser.awaitText(".episodes", "Pilot");
    browser.await().until(() -> (Long) browser.run(API_CALLS) == 2);

    assertThat(browser.find("h1 img").getAttribute("alt")).isEqualTo("Breaking Bad");
    assertThat(browser.text(".people")).contains("Bryan Cranston", "Walter White");
    assertThat(browser.text(".offers")).isNotBlank();
    assertThat(browser.text(".source")).contains("JustWatch");
    assertThat(browser.find(".hero .backdrop").getAttribute("src")).contains("backdrop-");
    assertThat(browser.findAll(".title .row a.card")).isNotEmpty();
    assertThat((Long) browser.run(BROKEN_PICTURES)).isZero();

    browser.picture("title");
    browser.find("select").sendKeys("Specials");
    browser.awaitText(".episodes", "Wedding Day");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void seriesOfAProviderShowsItsEpisodesPageByPage() {
    open("#title/api/providers/kitsu/media/1");
    browser.awaitText("h1", "Cowboy Bebop");
    browser.awaitText(".episodes", "20. Episode 20");
    assertThat(browser.findAll(".episodes h3")).hasSize(20);

    browser.find(".episodes button").click();
    browser.awaitText(".episodes", "26. Episode 26");
    assertThat(browser.focused().getText()).contains("21. Episode 21");
    assertThat(browser.findAll(".episodes button")).isEmpty();
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void filmOfTheArchiveHasAPlayer() {
    open("#title/api/providers/archive/media/metropolis-1927");
    browser.awaitText("h1", "Metropolis");

    assertThat(browser.find("video source").getAttribute("src"))
        .isEqualTo(
            service.upstream().url("INTERNET_ARCHIVE_URL")
                + "/download/metropolis-1927/metropolis-1927.mp4");
  }

  @Test
  void searchFindsTitlesOfAllSourcesByKeyboard() {
    open("");
    browser.await().until(() -> (Long) browser.run(LOADED_SHELVES) > 0);
    browser.find("body").sendKeys("/");
    browser.focused().sendKeys("night" + Keys.ENTER);
    browser.awaitText("h1", "Results for");
    browser.awaitText("main", "Night of the Living Dead");

    browser.run("[...document.querySelectorAll('a.card')].at(0).focus()");
    browser.focused().sendKeys(Keys.ENTER);
    browser.await().until(() -> browser.address().contains("#title/"));
    browser.await().until(() -> browser.focused().getTagName().equals("h1"));
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void arrowKeysMoveAlongAShelf() {
    open("");
    browser.await().until(() -> (Long) browser.run(LOADED_SHELVES) > 2);
    browser.run("document.querySelector('.row a.card').focus()");
    String first = browser.focused().getText();

    browser.focused().sendKeys(Keys.ARROW_RIGHT);
    assertThat(browser.focused().getText()).isNotEqualTo(first);
    browser.focused().sendKeys(Keys.ARROW_LEFT);
    assertThat(browser.focused().getText()).isEqualTo(first);
  }

  @Test
  void sourceThatIsDownIsNamedAndTriedAgain() {
    service.upstream().change(it -> it.withDown(true));
    open("#title/api/anilist/media/1");
    browser.awaitText(".notice", "AniList");

    service.upstream().change(it -> it.withDown(false));
    browser
        .await()
        .until(
            () -> {
              browser.findAll(".notice button").forEach(button -> button.click());
              return browser.text("h1").contains("Cowboy Bebop");
            });
  }

  @Test
  void sourceThatIsNotConfiguredLeavesTheOthersAlone() {
    service.restart(service.settings().with(SettingTable.TMDB_API_KEY, ""));
    open("");
    browser.awaitText(".shelf .notice", "TMDB");
    scrollThrough();
    browser.await().until(() -> (Long) browser.run(LOADED_SHELVES) > 0);
    browser.awaitText(".hero h2", "");
  }

  @Test
  void staleAnswerIsMarked() {
    service.restart(service.settings().with(SettingTable.PROVIDER_POPULAR_TTL, "1"));
    open("#search/");
    browser.run("fetch('api/providers/archive/popular').then(() => { window.fetched = true; })");
    browser.await().until(() -> browser.run("return window.fetched") != null);
    service.upstream().change(it -> it.withDown(true));

    browser
        .await()
        .until(
            () -> {
              open("");
              scrollThrough();
              browser.await().until(() -> browser.findAll("[aria-busy]").isEmpty());
              return !browser.findAll(".badge").isEmpty();
            });
    assertThat(browser.text(".badge")).contains("saved copy");
  }

  @Test
  void phoneScrollsInOneDirectionOnly() {
    open("#title/api/tmdb/movies/603");
    browser.narrow(390);
    browser.await().until(() -> !browser.findAll(".people").isEmpty());

    browser.picture("title-phone");
    assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
    open("");
    browser.narrow(390);
    browser.await().until(() -> (Long) browser.run(LOADED_SHELVES) > 0);
    assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"))
        .isTrue();
  }

  @Test
  void hostileTitleIsShownAsText() {
    open("#search/" + "%3Cimg%20src%3Dx%20onerror%3D%22window.hacked%3D1%22%3E");
    browser.awaitText("h1", "<img src=x");

    assertThat(browser.run("return window.hacked")).isNull();
  }
}
