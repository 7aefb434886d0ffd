package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The console in a real browser, against the built jar, as somebody uses it who is called at night. The packages {@code chromium} and
 * {@code chromium-driver} have the browser; where the build may install them, {@code .ci/run} does.
 */
class ConsoleIT {
  private static final String[] PAGES = {"#/", "#/notifications", "#/destinations", "#/destinations/fulfilment", "#/deadletters", "#/quarantine", "#/routes",
      "#/acts", "#/contract", "#/gateway"};

  @TempDir static Path home;
  private static HttpServer systems;
  /** How the system behind {@code fulfilment}, which is down, and the one behind {@code platform-events} answer. */
  private static final AtomicInteger FULFILMENT = new AtomicInteger(503);
  private static final AtomicInteger EVENTS = new AtomicInteger(200);
  private static final AtomicInteger TICKETS = new AtomicInteger(880_000);
  private static GatewayProcess gateway;
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(ConsoleBrowser.isInstalled(), "chromium and its driver are not installed (apt-get install chromium chromium-driver)");
    systems = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    systems.setExecutor(Executors.newCachedThreadPool());
    systems.createContext("/", call -> {
      call.getRequestBody().readAllBytes();
      call.sendResponseHeaders((call.getRequestURI().getPath().startsWith("/fulfilment") ? FULFILMENT : EVENTS).get(), -1);
      call.close();
    });
    systems.start();
    String url = "http://127.0.0.1:" + systems.getAddress().getPort();
    gateway = GatewayProcess.in(home).with("FULFILMENT_URL", url + "/fulfilment").with("PLATFORM_EVENTS_URL", url + "/events")
        .with("GATEWAY_DELIVERY_INITIAL_DELAY", "500ms").start();
    for (int i = 0; i < 3; i++) {
      ticket();
    }
    await().atMost(Duration.ofSeconds(60)).until(gateway::isDown);
    deadLetter();
    gateway.post("hello");
    browser = ConsoleBrowser.at("http://127.0.0.1:" + gateway.managementPort() + "/");
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    if (systems != null) {
      systems.stop(0);
    }
  }

  @BeforeEach
  void open() {
    browser.signIn(gateway.secret("management-token"));
  }

  @AfterEach
  void the_browser_has_nothing_to_complain_of() {
    assertThat(browser.complaints()).isEmpty();
  }

  /** @return its id at menta tech */
  private static String ticket() throws Exception {
    String id = String.valueOf(TICKETS.incrementAndGet());
    gateway.post(Samples.ticket(id, "buyer" + id + "@example.com"));
    return id;
  }

  /** A delivery that platform-events refuses for good. */
  private static void deadLetter() throws Exception {
    int before = deadLetters();
    EVENTS.set(422);
    gateway.post("{\"action\":\"listing.created\",\"type\":\"create\",\"family\":\"listing\",\"data\":{\"id\":\"" + TICKETS.incrementAndGet() + "\"}}");
    await().atMost(Duration.ofSeconds(30)).until(() -> deadLetters() > before);
    EVENTS.set(200);
  }

  private static int deadLetters() throws Exception {
    return Integer.parseInt(gateway.destinations().body().replaceAll("(?s).*\"name\":\"platform-events\".*?\"deadLetters\":(\\d+).*", "$1"));
  }

  @Test
  void the_token_is_asked_for_and_a_wrong_one_is_told() {
    browser.click("button[aria-label='Forget the token']");
    browser.type("input[name=token]", "wrong" + Keys.ENTER);

    browser.shows("[role=alert]", "The gateway does not take this token.");
    assertThat(browser.complaints()).allSatisfy(line -> assertThat(line).contains("401"));

    browser.type("input[name=token]", gateway.secret("management-token") + Keys.ENTER);
    browser.shows("h1", "Notifications are taken");
  }

  @Test
  void the_overview_says_what_is_wrong_since_when_and_why() throws Exception {
    if (deadLetters() == 0) {
      deadLetter();
    }

    browser.shows(".verdict", "Notifications are taken");
    browser.shows(".trouble[data-key=fulfilment]", "down");
    browser.shows(".trouble[data-key=fulfilment]", "503");
    browser.shows(".trouble[data-key=fulfilment]", "wait");
    browser.shows(".trouble[data-key=platform-events]", "the API answered 422");
    browser.shows(".map-sources [data-key='ticket.updated']", "goes to ticket-ownership, fulfilment, owner-mail");
    browser.shows(".map-targets [data-key=fulfilment]", "down");
  }

  @Test
  void a_ticket_is_found_its_notification_tells_each_attempt_and_a_look_at_its_body_is_recorded_once() throws Exception {
    String id = ticket();

    browser.press("/");
    browser.write(id + Keys.ENTER);
    browser.shows("tbody", "ticket:" + id);
    browser.click("tbody .row-link");

    browser.shows("h1", "ticket.updated");
    browser.shows(".timeline", "owner-mail: delivered");
    browser.shows(".code", "b***@example.com");
    browser.press("/");
    browser.write("what comes next");
    browser.click("Reveal");
    browser.afterPoll();
    browser.click("dialog button[type=submit]");
    browser.shows(".code", "buyer" + id + "@example.com");
    browser.afterPoll();
    browser.shows(".code", "buyer" + id + "@example.com");
    assertThat(browser.value("#search")).as("what was typed while polls went on").endsWith("what comes next");
    String notification = browser.address().replaceAll(".*/", "");
    assertThat(gateway.acts("what=reveal").split("\"about\":\"" + notification + "\"", -1)).as("one look at %s", notification).hasSize(2);
  }

  @Test
  void all_of_one_reason_are_retried_after_a_count_and_a_question() throws Exception {
    deadLetter();
    int letters = deadLetters();

    browser.go("#/deadletters");
    browser.click("button[aria-label='Retry all " + letters + " for platform-events']");
    browser.shows("dialog", "would be retried, the oldest of each entity first");
    browser.click("Retry " + letters);

    browser.shows("dialog", "retried.");
    browser.click("Close");
    await().atMost(Duration.ofSeconds(30)).until(() -> deadLetters() == 0);
    browser.hides("button[aria-label$='for platform-events']");
  }

  @Test
  void what_waits_is_moved_or_discarded_one_or_all_that_a_search_finds() throws Exception {
    String moved = ticket();
    browser.go("#/notifications?destination=fulfilment&state=waiting&entity=ticket%3A" + moved);
    browser.shows("tbody", "ticket:" + moved);
    browser.click("tbody .row-link");
    browser.click("button[aria-label$='.fulfilment'][aria-label^='Move ']");
    browser.shows("dialog", "It waits there in its place");
    browser.click("dialog select[name=chosen] option[value=platform-events]");
    browser.click("dialog button[type=submit]");
    browser.shows("#said", ".platform-events now.");
    browser.shows("main", "platform-events");

    String discarded = ticket();
    browser.go("#/notifications?destination=fulfilment&state=waiting&action=ticket.updated");
    browser.shows("tbody", "ticket:" + discarded);
    browser.click("Discard what was found");
    browser.shows("dialog", "would be discarded");
    browser.type("dialog input[name=reason]", "they are told by hand" + Keys.ENTER);
    browser.shows("dialog", "discarded.");
    browser.click("Close");
    browser.shows("main", "Nothing found");
    assertThat(gateway.acts("what=discard")).contains("what waits for fulfilment action='ticket.updated' until='", ", while read", "they are told by hand");
    for (int i = 0; i < 3; i++) {
      ticket();
    }
    await().atMost(Duration.ofSeconds(60)).until(gateway::isDown);
  }

  @Test
  void a_destination_is_paused_with_a_reason_and_goes_on() {
    browser.go("#/destinations/owner-mail");
    browser.click("Pause");
    browser.type("dialog input[name=reason]", "the mail server moves" + Keys.ENTER);
    browser.shows("main", "the mail server moves");

    browser.click("Resume");
    browser.shows("dialog", "It was paused: the mail server moves.");
    browser.click("dialog button[type=submit]");
    browser.shows("h1", "up");
  }

  @Test
  void what_is_in_quarantine_is_mended_and_a_refusal_takes_nothing_of_what_was_typed() throws Exception {
    gateway.post("not json");
    browser.go("#/quarantine");
    browser.click("Edit and replay");
    browser.type("dialog textarea", Keys.chord(Keys.CONTROL, "a") + "{\"half\":");
    browser.type("dialog input[name=reason]", "menta tech sent half" + Keys.ENTER);
    browser.shows("dialog [role=alert]", "");
    // a refusal is an answer that the browser tells of
    assertThat(browser.complaints()).isNotEmpty().allSatisfy(line -> assertThat(line).contains("/replay?"));
    assertThat(browser.value("dialog textarea")).isEqualTo("{\"half\":");
    assertThat(browser.value("dialog input[name=reason]")).isEqualTo("menta tech sent half");

    browser.type("dialog textarea", Keys.chord(Keys.CONTROL, "a") + Samples.ticket("990001", "mended@example.com"));
    browser.click("Replay this body");

    browser.shows("#said", "Replayed as ");
    browser.hides("dialog");
  }

  @Test
  void it_is_used_by_keyboard() throws Exception {
    ticket();
    browser.press("?");
    browser.shows("dialog", "next, previous row");
    browser.press(Keys.ESCAPE.toString());
    browser.hides("dialog");
    browser.press("g");
    browser.press("n");
    browser.shows("tbody", "ticket:");
    browser.press("j");
    String first = browser.focused();
    browser.press("j");
    assertThat(browser.focused()).isNotEqualTo(first);
    browser.press("k");
    assertThat(browser.focused()).isEqualTo(first);
    browser.press(Keys.ENTER.toString());
    browser.shows("main", "What happened");
  }

  @Test
  void nothing_is_wrong_with_its_accessibility_light_and_dark() throws Exception {
    browser.prefersDark(false);
    for (String page : PAGES) {
      browser.go(page);
      browser.hides(".loading");
      assertThat(browser.faultsOfAccessibility()).as(page).isEmpty();
    }
    browser.go("#/notifications?destination=fulfilment&state=waiting&error=503");
    browser.click("tbody .row-link");
    browser.shows("main", "What happened");
    assertThat(browser.faultsOfAccessibility()).as("a notification").isEmpty();
    for (int width : List.of(1050, 420, ConsoleBrowser.WIDTH)) {
      browser.resize(width);
      assertThat(browser.overflowing(".delivery")).as("%d pixels", width).isEmpty();
    }
    browser.click("button[aria-label$='.fulfilment'][aria-label^='Move ']");
    browser.shows("dialog", "It waits there in its place");
    assertThat(browser.faultsOfAccessibility()).as("a dialog").isEmpty();
    browser.press(Keys.ESCAPE.toString());

    // what is dark differs by its colours alone
    browser.prefersDark(true);
    for (String page : PAGES) {
      browser.go(page);
      browser.hides(".loading");
      assertThat(browser.faultsOfAccessibility("color-contrast")).as("%s, dark", page).isEmpty();
    }
  }

  @Test
  void a_gateway_that_does_not_answer_is_told_and_it_goes_on_by_itself() throws Exception {
    gateway.stall();
    try {
      browser.shows("[role=alert]", "The gateway does not answer since");
    } finally {
      gateway.goOn();
    }
    browser.hides("[role=alert]");
    browser.complaints();
  }

  @Test
  void its_files_in_the_jar_are_small() throws Exception {
    try (var files = Files.walk(Path.of("src/main/resources/io/github/mentagateway/console"))) {
      assertThat(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()).isLessThan(200_000);
    }
  }
}
