package io.github.mentagateway.alert;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.mail.MailServer;
import io.github.mentagateway.health.Trouble;
import io.github.mentagateway.health.Troubles;
import io.github.mentagateway.inbox.LeasedState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.RejectException;

/** The shipped route of alerts, with a real mail server. */
class AlertsRouteTest {
  private static final Trouble DOWN = new Trouble("down:crm", "crm is down; 3 deliveries wait", "./menta-gateway destinations list", true);
  private static final Trouble ROUTES = new Trouble("routes", "the route files were refused", "", false);

  @TempDir
  Path home;
  private final MovableClock clock = new MovableClock();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile Troubles now = new Troubles(List.of(), true);
  private volatile Error failure;
  private MailServer mailServer;
  private RunningKamelets camel;

  @BeforeEach
  void open() throws Exception {
    mailServer = new MailServer(builder -> builder);
  }

  @AfterEach
  void close() throws Exception {
    if (camel != null) {
      camel.close();
    }
    mailServer.close();
  }

  @Test
  void a_trouble_is_mailed_when_it_begins_and_when_it_has_ended() throws Exception {
    start("night@example.com", Optional.empty());
    now = new Troubles(List.of(DOWN, ROUTES), true);
    seen();
    clock.move(Duration.ofMinutes(1));

    assertThat(mail(1)).contains("To: night@example.com", "Subject: [Menta Gateway] 2 begin, 0 ended: down:crm, routes", "crm is down; 3 deliveries wait",
        "Next: ./menta-gateway destinations list", "BEGINS, since 2026-03-01T12:00:00Z (routes)", "From: gateway-1", "Message-ID: <alert-");

    now = new Troubles(List.of(ROUTES), true);
    seen();
    clock.move(Duration.ofMinutes(1));

    assertThat(mail(2)).contains("Subject: [Menta Gateway] ended: crm is down; 3 deliveries wait",
        "HAS ENDED, after 2026-03-01T12:00:00Z to 2026-03-01T12:01:00Z (down:crm)");
    seen();
    assertThat(mailServer.mails).hasSize(2);
  }

  @Test
  void one_that_cannot_be_sent_is_sent_later_once_under_the_same_id_and_the_health_says_so_meanwhile() throws Exception {
    start("night@example.com", Optional.empty());
    mailServer.onRecipient = new RejectException(451, "greylisted");
    now = new Troubles(List.of(ROUTES), true);
    seen();
    clock.move(Duration.ofMinutes(1));
    await().atMost(10, SECONDS).until(() -> warnings().contains("warning: alerts:operations cannot be sent since 2026-03-01T12:01:00Z; they are tried"
        + " again, and why, says the log (event=alert outcome=failed)"));
    mailServer.onRecipient = null;
    seen();
    assertThat(mailServer.mails).as("it is not tried without a pause").isEmpty();
    clock.move(Duration.ofMinutes(8));

    mail(1);
    seen();
    clock.move(Duration.ofHours(1));
    seen();
    assertThat(mailServer.mails).hasSize(1);
    assertThat(warnings()).isEmpty();
  }

  private List<String> warnings() {
    return HealthCheckHelper.invoke(camel.context()).stream().map(result -> result.getMessage().orElse("")).filter(one -> one.startsWith("warning"))
        .toList();
  }

  @Test
  void a_restart_tells_nothing_twice_and_tells_the_end() throws Exception {
    start("night@example.com", Optional.empty());
    now = new Troubles(List.of(ROUTES), true);
    seen();
    clock.move(Duration.ofMinutes(1));
    mail(1);
    camel.close();

    start("night@example.com", Optional.empty());
    clock.move(Duration.ofMinutes(10));
    seen();
    assertThat(mailServer.mails).hasSize(1);
    now = new Troubles(List.of(), true);
    seen();
    clock.move(Duration.ofMinutes(1));

    assertThat(mail(2)).contains("HAS ENDED");
  }

  @Test
  void while_nobody_is_named_nothing_counts_as_told_and_it_is_told_when_somebody_is() throws Exception {
    start("", Optional.empty());
    now = new Troubles(List.of(ROUTES), true);
    assertThat(camel.context().getRouteController().getRouteStatus("alerts")).isEqualTo(ServiceStatus.Started);
    camel.close();
    assertThat(looks).hasValue(0);
    assertThat(home.resolve("alerts-operations.json")).doesNotExist();

    start("night@example.com", Optional.empty());
    seen();
    clock.move(Duration.ofMinutes(1));

    assertThat(mail(1)).contains("(routes)");
  }

  @Test
  void an_error_ends_no_further_look() throws Exception {
    failure = new StackOverflowError();
    start("night@example.com", Optional.empty());
    seen();
    failure = null;
    now = new Troubles(List.of(ROUTES), true);
    seen();
    clock.move(Duration.ofMinutes(1));

    assertThat(mail(1)).contains("(routes)");
  }

  @Test
  void one_that_could_not_be_sent_is_sent_as_it_was_and_what_began_since_then_after_it() throws Exception {
    start("night@example.com", Optional.empty());
    mailServer.onRecipient = new RejectException(451, "greylisted");
    now = new Troubles(List.of(ROUTES), true);
    seen();
    clock.move(Duration.ofMinutes(1));
    await().atMost(10, SECONDS).until(() -> !warnings().isEmpty());
    now = new Troubles(List.of(DOWN, ROUTES), true);
    seen();
    mailServer.onRecipient = null;
    clock.move(Duration.ofMinutes(8));

    assertThat(mail(1)).contains("(routes)").doesNotContain("down:crm");
    assertThat(mail(2)).contains("(down:crm)").doesNotContain("(routes)");
  }

  @Test
  void what_another_instance_has_taken_over_is_not_sent() throws Exception {
    Shared shared = new Shared();
    start("night@example.com", Optional.of(shared));
    now = new Troubles(List.of(DOWN, ROUTES), true);
    seen();
    shared.isLostWhenWritten = true;
    clock.move(Duration.ofMinutes(1));

    assertThat(mail(1)).contains("(routes)");
    seen();
    assertThat(mailServer.mails).hasSize(1);
  }

  @Test
  void of_two_instances_on_one_store_one_tells_what_is_the_stores_and_each_what_is_its_own() throws Exception {
    Shared shared = new Shared();
    shared.acquire("alerts:operations", "the other instance", Duration.ofDays(1));
    start("night@example.com", Optional.of(shared));
    now = new Troubles(List.of(DOWN, ROUTES), true);
    seen();
    clock.move(Duration.ofMinutes(1));

    assertThat(mail(1)).contains("(routes)").doesNotContain("down:crm");

    shared.holders.clear();
    seen();
    clock.move(Duration.ofMinutes(1));
    assertThat(mail(2)).contains("(down:crm)").doesNotContain("(routes)");
    assertThat(shared.texts.get("alerts:operations")).contains("down:crm");
  }

  @Test
  void what_is_the_stores_has_not_ended_because_the_store_does_not_answer() throws Exception {
    start("night@example.com", Optional.empty());
    now = new Troubles(List.of(DOWN), true);
    seen();
    clock.move(Duration.ofMinutes(1));
    mail(1);

    now = new Troubles(List.of(ROUTES), false);
    seen();
    clock.move(Duration.ofMinutes(1));

    assertThat(mail(2)).contains("(routes)").doesNotContain("down:crm");
  }

  @Test
  void parameters_choose_which_are_told() throws Exception {
    start("", Optional.empty());
    AlertsEndpoint endpoint = camel.context().getEndpoint("alerts:chat?only=down:*,inbox&except=down:crm", AlertsEndpoint.class);

    assertThat(List.of("down:mail", "inbox")).allMatch(endpoint.keys());
    assertThat(List.of("down:crm", "quarantine", "inboxes")).noneMatch(endpoint.keys());
    assertThatThrownBy(() -> camel.context().getEndpoint("alerts:No")).rootCause().hasMessage("alerts:No: the name must begin with a small letter and"
        + " hold only small letters, digits and '-', at most 50 of them");
    assertThatThrownBy(() -> camel.context().createProducerTemplate().sendBody("alerts:operations", "")).rootCause()
        .hasMessage("alerts:operations: a route reads alerts, and none can be sent there");
  }

  private void start(String to, Optional<LeasedState> shared) throws Exception {
    camel = new RunningKamelets(home, Map.of("GATEWAY_MAIL_PORT", Integer.toString(mailServer.port())), Map.of("alerts.to", to));
    camel.context().getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, new DefaultHealthCheckRegistry(camel.context()));
    camel.context().addComponent("alerts", new AlertsComponent(new AlertServices(() -> {
      looks.incrementAndGet();
      if (failure != null) {
        throw failure;
      }
      return now;
    }, home, shared, "gateway-1", clock)));
    camel.add(Files.readString(Path.of("routes/alerts.camel.yaml")).replace("for: 1m", "for: 1m\n        interval: 100ms"));
  }

  /** Until what is wrong now was certainly looked at, and told when that was due: the second look from here began after it. */
  private void seen() {
    int before = looks.get();
    await().atMost(10, SECONDS).until(() -> looks.get() >= before + 3);
  }

  private String mail(int number) {
    await().atMost(10, SECONDS).until(() -> mailServer.mails.size() >= number);
    return mailServer.mails.get(number - 1).mail();
  }

  /** A store that another instance uses too. */
  private static final class Shared implements LeasedState {
    final Map<String, String> holders = new ConcurrentHashMap<>();
    final Map<String, String> texts = new ConcurrentHashMap<>();
    volatile boolean isLostWhenWritten;

    @Override
    public synchronized Optional<String> acquire(String name, String holder, Duration lease) {
      return holders.computeIfAbsent(name, first -> holder).equals(holder) ? Optional.of(texts.getOrDefault(name, "")) : Optional.empty();
    }

    @Override
    public synchronized boolean write(String name, String holder, String text) {
      return !isLostWhenWritten && holder.equals(holders.get(name)) && texts.put(name, text) != text;
    }
  }
}
