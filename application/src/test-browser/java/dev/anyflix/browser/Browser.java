package dev.anyflix.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real Chromium without a window, with a profile of its own; one tab at a time. Registered in a
 * static field, it runs for all tests of the class.
 */
final class Browser implements BeforeAllCallback, AfterAllCallback {

  /** The folder of the pictures; none are taken without it. */
  private static final String PICTURES = "pictures";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ChromeDriver driver;

  @Override
  public void beforeAll(ExtensionContext context) {
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(onPath("chromedriver"))
            .usingAnyFreePort()
            .build();
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(onPath("chromium"));
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1000");
    driver = new ChromeDriver(service, options);
  }

  private static File onPath(String command) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> new File(folder, command))
        .filter(File::canExecute)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(command + " is not on the PATH"));
  }

  /** Opens the address in a new tab, which knows nothing of the one before. */
  void open(URI address) {
    String before = driver.getWindowHandle();
    String fresh = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
    driver.switchTo().window(before).close();
    driver.switchTo().window(fresh);
    console();
    driver.get(address.toString());
  }

  void reload() {
    driver.navigate().refresh();
  }

  String address() {
    return driver.getCurrentUrl();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> findAll(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  void click(String selector) {
    find(selector).click();
  }

  String text(String selector) {
    return find(selector).getText();
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  Object run(String script) {
    return driver.executeScript(script);
  }

  /** What has been written to the console since it was last asked for. */
  List<String> console() {
    return StreamSupport.stream(driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
        .map(LogEntry::getMessage)
        .toList();
  }

  /** As on a phone of this width. */
  void narrow(int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", true));
  }

  /** As with a colour scheme of {@code light} or {@code dark}. */
  void colours(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** As on a desktop again. */
  void wide() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /**
   * What axe-core finds wrong with the page, Swagger UI aside, one text for each rule that is
   * violated.
   */
  List<String> violations() {
    driver.executeScript(AxeCore.SOURCE);
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run({ exclude: [".swagger-ui"] }).then(({ violations }) => done(violations.map(({ id, nodes }) =>
              id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; '))));
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** Saves a picture of the page, as high as it is, if the system property asks for pictures. */
  void picture(String name) {
    capture(name, true);
  }

  /** Whether the system property asks for pictures. */
  static boolean takesPictures() {
    return System.getProperty(PICTURES) != null;
  }

  /** Saves a picture of the window, if the system property asks for pictures. */
  void screenshot(String name) {
    capture(name, false);
  }

  private void capture(String name, boolean isWholePage) {
    if (!takesPictures()) {
      return;
    }
    Map<String, Object> taken =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("captureBeyondViewport", isWholePage));
    try {
      Files.write(
          Path.of(System.getProperty(PICTURES), name + ".png"),
          Base64.getDecoder().decode(String.valueOf(taken.get("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the page; elements that are not there yet, or no more, are waited for as well. */
  ConditionFactory await() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(WebDriverException.class);
  }

  void awaitText(String selector, String part) {
    await().until(() -> text(selector), text -> text.contains(part));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    driver.quit();
  }
}
