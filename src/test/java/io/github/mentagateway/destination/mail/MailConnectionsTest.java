package io.github.mentagateway.destination.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.mail.ScriptedMailServer.Script;
import io.github.mentagateway.destination.mail.ScriptedMailServer.Step;
import io.github.mentagateway.settings.Settings;
import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MailConnectionsTest {
  private static final Script WELL = (step, connection, mail) -> null;

  @TempDir
  Path home;
  private final Queue<Runnable> afterIdle = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-03-02T12:00:00Z");
  private ScriptedMailServer server;
  private MailConnections connections;

  @AfterEach
  void close() throws Exception {
    if (connections != null) {
      connections.close();
    }
    server.close();
  }

  @Test
  void mails_one_after_the_other_share_a_connection_until_it_has_carried_its_number() throws Exception {
    start(WELL, 100);

    for (int i = 0; i < 250; i++) {
      send("a" + i);
    }

    assertThat(server.mails).hasSize(250).doesNotHaveDuplicates();
    assertThat(server.connections()).isEqualTo(3);
    await().until(() -> server.open() == 1);
  }

  @Test
  void one_mail_for_each_connection_is_as_it_was() throws Exception {
    start(WELL, 1);

    send("a");
    send("b");

    assertThat(server.connections()).isEqualTo(2);
    await().until(() -> server.open() == 0);
  }

  @ParameterizedTest
  @CsvSource({"AFTER, drop", "MAIL, drop", "RCPT, drop", "MAIL, 421 too many mails", "RCPT, 421 going down"})
  void a_kept_connection_that_ends_before_the_data_is_replaced_at_once(Step step, String answer) throws Exception {
    int mail = step == Step.AFTER ? 1 : 2;
    start((at, connection, number) -> at == step && connection == 1 && number == mail ? answer : null, 100);

    send("a");
    send("b");
    send("c");

    assertThat(server.mails).containsExactly("a@example.com", "b@example.com", "c@example.com");
    assertThat(server.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"DATA", "CONTENT", "END"})
  void a_kept_connection_that_ends_when_data_was_sent_fails_the_mail_and_sends_it_no_second_time(Step step) throws Exception {
    start((at, connection, mail) -> at == step && mail == 2 ? ScriptedMailServer.DROP : null, 100);
    send("a");

    assertThatThrownBy(() -> send("b")).isInstanceOf(MessagingException.class);

    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.mails).hasSize(step == Step.END ? 2 : 1).doesNotHaveDuplicates();
    send("c");
    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.mails).endsWith("c@example.com");
  }

  @ParameterizedTest
  @EnumSource(names = {"HELLO", "MAIL", "RCPT", "DATA", "CONTENT", "END"})
  void a_new_connection_that_ends_fails_the_mail_and_is_no_reason_for_another_one(Step step) throws Exception {
    start((at, connection, mail) -> at == step ? ScriptedMailServer.DROP : null, 100);

    assertThatThrownBy(() -> send("a")).isInstanceOf(MessagingException.class).matches(OutageClassifier::isOutage);

    assertThat(server.connections()).isEqualTo(1);
    await().until(() -> server.open() == 0);
  }

  @ParameterizedTest
  @CsvSource({"MAIL, 550 who are you", "RCPT, 550 no such user", "RCPT, 451 later", "DATA, 554 no", "END, 552 too large", "END, 451 later"})
  void a_refusal_is_the_mails_own_and_the_connection_carries_the_next_one(Step step, String answer) throws Exception {
    AtomicBoolean isRefused = new AtomicBoolean();
    start((at, connection, mail) -> at == step && isRefused.compareAndSet(false, true) ? answer : null, 100);

    assertThatThrownBy(() -> send("a")).isInstanceOf(MessagingException.class);
    send("b");

    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.mails).endsWith("b@example.com");
  }

  @Test
  void a_server_that_says_nothing_at_the_end_fails_the_mail_and_loses_its_connection() throws Exception {
    start((at, connection, mail) -> at == Step.END && connection == 1 ? ScriptedMailServer.SILENCE : null, 100, "200");

    assertThatThrownBy(() -> send("a")).isInstanceOf(MessagingException.class).matches(OutageClassifier::isOutage);
    send("b");

    assertThat(server.mails).containsExactly("a@example.com", "b@example.com");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void a_failure_while_the_mail_is_written_never_ends_in_half_a_mail() throws Exception {
    start(WELL, 100);
    send("a");
    MimeMessage broken = mail("b");
    broken.setDataHandler(new DataHandler(broken, "text/plain") {
      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write("half\n".getBytes(StandardCharsets.UTF_8));
        if (server.steps.stream().filter(step -> step == Step.DATA).count() == 2) {
          throw new IllegalStateException("no more");
        }
      }
    });

    assertThatThrownBy(() -> connections.send(broken)).isInstanceOf(IllegalStateException.class);
    send("c");

    assertThat(server.mails).containsExactly("a@example.com", "c@example.com");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void an_idle_connection_is_closed_with_a_goodbye_and_one_in_use_is_not() throws Exception {
    start(WELL, 100);
    send("a");
    now = now.plus(MailConnections.IDLE.dividedBy(2));
    send("b");
    now = now.plus(MailConnections.IDLE.dividedBy(2));
    afterIdle.remove().run();
    send("c");
    assertThat(server.connections()).isEqualTo(1);

    now = now.plus(MailConnections.IDLE);
    afterIdle.remove().run();

    await().until(() -> server.open() == 0);
    assertThat(server.steps).endsWith(Step.QUIT);
    assertThat(afterIdle).isEmpty();
  }

  @Test
  void when_the_gateway_ends_no_connection_is_left() throws Exception {
    start(WELL, 100);
    send("a");

    connections.close();

    await().until(() -> server.open() == 0);
  }

  @Test
  void five_hundred_deliveries_are_five_hundred_mails_over_few_connections() throws Exception {
    server = new ScriptedMailServer(WELL);
    Files.createDirectories(home.resolve("routes/mail"));
    Files.writeString(home.resolve("routes/mail/owner.txt"), "Subject: Ticket ${body.data[id]}\n\nIt is yours.\n");
    ExecutorService places = Executors.newFixedThreadPool(8);
    try (RunningKamelets routes = new RunningKamelets(home, Map.of("GATEWAY_ROUTES", "routes", "GATEWAY_MAIL_PORT",
        Integer.toString(server.port())), Map.of()).use("send-mail", Map.of("to", "{newOwnerEmail}", "template", "owner.txt"))) {
      List<Future<Exchange>> attempts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String owner = "owner" + i + "@example.com";
        attempts.add(places.submit(() -> routes.attempt("test", RunningKamelets.ticket("1", owner))));
      }
      for (Future<Exchange> attempt : attempts) {
        assertThat(attempt.get().getException()).isNull();
      }
    } finally {
      places.shutdownNow();
    }

    assertThat(server.mails).hasSize(500).containsExactlyInAnyOrderElementsOf(
        IntStream.range(0, 500).mapToObj(i -> "owner" + i + "@example.com").toList());
    assertThat(server.connections()).as("one for each place, and one more for each hundred mails").isBetween(5, 8 + 5);
    await().until(() -> server.open() == 0);
  }

  private void start(Script script, int mailsEach) throws Exception {
    start(script, mailsEach, "20000");
  }

  private void start(Script script, int mailsEach, String readMillis) throws Exception {
    server = new ScriptedMailServer(script);
    MailConnector connector = new MailConnector(Settings.load(home, Map.of("GATEWAY_MAIL_PORT", Integer.toString(server.port()),
        "GATEWAY_ROUTES", Path.of("routes").toAbsolutePath().toString())).mail(), Optional.empty());
    connector.session().getProperties().setProperty("mail.smtp.timeout", readMillis);
    connections = new MailConnections(connector, mailsEach, () -> now, afterIdle::add);
  }

  private void send(String name) throws MessagingException {
    connections.send(mail(name));
  }

  private static MimeMessage mail(String name) throws MessagingException {
    MimeMessage mail = new MimeMessage((Session) null);
    mail.setFrom(new InternetAddress("tickets@example.com"));
    mail.setRecipient(RecipientType.TO, new InternetAddress(name + "@example.com"));
    mail.setSubject("Ticket");
    mail.setText("one\ntwo\n");
    return mail;
  }
}
