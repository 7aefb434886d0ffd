package io.github.mentagateway.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser with the console in it. Each act waits for what it acts on, since the page draws itself anew every few seconds. */
final class ConsoleBrowser implements AutoCloseable {
  static final int WIDTH = 1400;
  private static final int HEIGHT = 1000;
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChromeDriver driver;
  private final String url;
  private final String axe;

  private ConsoleBrowser(ChromeDriver driver, String url, String axe) {
    this.driver = driver;
    this.url = url;
    this.axe = axe;
  }

  static boolean isInstalled() {
    return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
  }

  static ConsoleBrowser at(String url) throws IOException {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=" + WIDTH + "," + HEIGHT);
    if (System.getProperty("user.name").equals("root")) {
      options.addArguments("--no-sandbox");
    }
    ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build();
    try (InputStream script = ConsoleBrowser.class.getResourceAsStream("/axe.min.js")) {
      return new ConsoleBrowser(new ChromeDriver(service, options), url, new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Opens the address that {@code menta-gateway console} prints, and gives the token where this tab does not have it yet. */
  void signIn(String token) {
    driver.get("about:blank");
    driver.get(url);
    until("the page or its question", () -> has("h1"));
    if (has("input[name=token]")) {
      type("input[name=token]", token + Keys.ENTER);
    }
    shows("h1", "Notifications are taken");
  }

  String address() {
    return driver.getCurrentUrl();
  }

  void go(String page) {
    driver.executeScript("location.hash = arguments[0]", page);
    String path = page.replaceAll("^#|\\?.*$", "");
    until("the page " + page, () -> driver.getCurrentUrl().endsWith(page) && driver.findElement(By.cssSelector(".page")).getDomAttribute("data-key").startsWith(
        path.matches("/.+/.+") ? path.replaceAll("(/[^/]+)/.*", "$1/:id") : path));
  }

  /** @param text a part of it, or a pattern that begins with {@code (?s)} */
  void shows(String selector, String text) {
    until(selector + " shows " + text, () -> driver.findElements(By.cssSelector(selector)).stream().map(element -> element.getDomProperty("textContent"))
        .anyMatch(content -> text.startsWith("(?s)") ? content.matches(text) : content.contains(text)));
  }

  /** Comes back when the page has asked anew for all that it shows, and has drawn it: a poll begins only after the one before is drawn. */
  void afterPoll() {
    driver.executeScript("performance.clearResourceTimings(); document.dispatchEvent(new Event('visibilitychange'))");
    until("two polls", () -> (Boolean) driver.executeScript(
        "return performance.getEntriesByType('resource').filter(one => one.name.endsWith('/api/status')).length >= 2"));
  }

  String value(String selector) {
    return driver.findElement(By.cssSelector(selector)).getDomProperty("value");
  }

  boolean has(String selector) {
    return !driver.findElements(By.cssSelector(selector)).isEmpty();
  }

  void hides(String selector) {
    until(selector + " is gone", () -> driver.findElements(By.cssSelector(selector)).isEmpty());
  }

  /** @param what a selector, or the label of a button */
  void click(String what) {
    By button = what.matches("[A-Z][\\w ]*") ? By.xpath("(//button[normalize-space()='" + what + "'])[last()]") : By.cssSelector(what);
    until("a click on " + what, () -> {
      driver.findElement(button).click();
      return true;
    });
  }

  void type(String selector, String text) {
    until("text in " + selector, () -> {
      WebElement field = driver.findElement(By.cssSelector(selector));
      field.clear();
      field.sendKeys(text);
      return true;
    });
  }

  /** A key wherever the focus is. */
  void press(String key) {
    driver.switchTo().activeElement().sendKeys(key);
  }

  void write(String text) {
    press(text);
  }

  /** Where the link leads that has the focus. */
  String focused() {
    return driver.switchTo().activeElement().getDomAttribute("href");
  }

  void prefersDark(boolean dark) {
    driver.executeCdpCommand("Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** What axe finds, in words. @param rules those to look for; none for all */
  List<?> faultsOfAccessibility(String... rules) {
    driver.executeScript(axe);
    return (List<?>) driver.executeAsyncScript("const done = arguments[1]; const rules = arguments[0];"
        + " axe.run(rules.length > 0 ? { runOnly: rules } : {}).then(found => done(found.violations.map(one =>"
        + " one.id + ': ' + one.nodes.map(node => node.html + ' ' + node.failureSummary).join('; '))))", List.of(rules));
  }

  /** In pixels. */
  void resize(int width) {
    driver.manage().window().setSize(new Dimension(width, HEIGHT));
  }

  /** The texts of those whose content stands out of them. */
  List<?> overflowing(String selector) {
    return (List<?>) driver.executeScript("return [...document.querySelectorAll(arguments[0])].filter(one => one.scrollWidth > one.clientWidth)"
        + ".map(one => one.textContent)", selector);
  }

  /** What the browser has told since the last time: errors, what the content security policy has stopped, answers that are no success. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(entry -> entry.getMessage())
        .toList();
  }

  private static void until(String what, Callable<Boolean> condition) {
    await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptionsMatching(failure -> failure instanceof WebDriverException)
        .until(condition);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
