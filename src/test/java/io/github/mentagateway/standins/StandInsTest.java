package io.github.mentagateway.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.FreePort;
import io.github.mentagateway.settings.Settings;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandInsTest {
  @TempDir
  Path home;
  private final int restPort = FreePort.next();
  private final int smtpPort = FreePort.next();

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectories(home.resolve("routes"));
  }

  @Test
  void a_call_is_kept_in_a_file_and_shown() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      HttpResponse<String> answer = send("PUT", "/fulfilment/tickets/00001/owner?x=1", "{\"owner\":\"ana@example.com\"}");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Files.readString(home.resolve("data/stand-ins/rest-calls.jsonl")))
          .contains("\"method\":\"PUT\",\"uri\":\"/fulfilment/tickets/00001/owner?x=1\",\"idempotencyKey\":\"01KEY\"")
          .endsWith("\"body\":{\"owner\":\"ana@example.com\"}}\n");
      assertThat(send("GET", "/calls", "").body()).contains("\"idempotencyKey\" : \"01KEY\"", "\"owner\" : \"ana@example.com\"");
    }
  }

  @Test
  void any_path_is_taken_and_still_shown_after_a_restart() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      assertThat(send("POST", "/crm/owners/00001", "{}").statusCode()).isEqualTo(200);
    }
    Path calls = home.resolve("data/stand-ins/rest-calls.jsonl");
    Files.writeString(calls, Files.readString(calls) + "{\"half");
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      assertThat(send("GET", "/calls", "").body()).contains("/crm/owners/00001").doesNotContain("half");
    }
  }

  @Test
  void who_asks_for_no_path_is_told_what_it_takes() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      HttpResponse<String> answer = send("GET", "/", "");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("takes every call at any other path");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PATCH"})
  void every_method_is_taken_and_shown(String method) throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      assertThat(send(method, "/crm/owners/00001", "").statusCode()).isEqualTo(200);

      assertThat(send("GET", "/calls", "").body()).contains("\"method\" : \"" + method + "\"", "/crm/owners/00001");
    }
  }

  @Test
  void the_demo_database_has_tickets_and_keeps_what_was_changed() throws Exception {
    Settings settings = settings(platform("jdbc:h2:file:" + home.resolve("data/stand-ins/platform")));
    try (StandIns standIns = StandIns.start(settings)) {
      assertThat(send("GET", "/shows", "").body()).contains("Concert in the Park", "event_id");
      assertThat(send("GET", "/tickets", "").body())
          .contains("\"id\" : \"00001\"", "first_owner@email.com", "\"id\" : \"00417\"");
      try (Connection connection = DriverManager.getConnection(settings.databases().get("platform").url(), "sa", "");
          Statement statement = connection.createStatement()) {
        statement.execute("UPDATE tickets SET owner_email = 'changed@example.com' WHERE id = '00001'");
      }
    }
    try (StandIns standIns = StandIns.start(settings)) {
      assertThat(send("GET", "/tickets", "").body()).contains("changed@example.com").doesNotContain("first_owner@email.com");
    }
  }

  @Test
  void the_demo_database_writes_no_rows_into_a_trace_file() throws Exception {
    Settings settings = settings(platform("jdbc:h2:file:" + home.resolve("data/stand-ins/platform")));
    try (StandIns standIns = StandIns.start(settings);
        Connection connection = DriverManager.getConnection(settings.databases().get("platform").url(), "sa", "");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("UPDATE tickets SET owner_email = '" + "ana".repeat(200) + "'"))
          .hasMessageContaining("too long");
    }
    assertThat(home.resolve("data/stand-ins")).isDirectoryNotContaining("glob:**.trace.db");
  }

  @Test
  void a_demo_database_of_an_earlier_version_keeps_its_rows_and_gets_the_column_of_the_sequence() throws Exception {
    String url = "jdbc:h2:file:" + home.resolve("data/stand-ins/platform");
    try (Connection connection = DriverManager.getConnection(url, "sa", ""); Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE tickets (id VARCHAR(40) PRIMARY KEY, event_id VARCHAR(40) NOT NULL, show_id VARCHAR(40) NOT NULL,"
          + " owner_email VARCHAR(320), updated_at TIMESTAMP WITH TIME ZONE)");
      statement.execute("INSERT INTO tickets VALUES ('9', '9', '9', 'kept@example.com', NULL)");
    }
    try (StandIns standIns = StandIns.start(settings(platform(url)))) {
      assertThat(send("GET", "/tickets", "").body()).contains("kept@example.com", "last_sequence").doesNotContain("first_owner@email.com");
    }
  }

  @Test
  void no_table_is_made_in_a_database_that_a_team_has_configured() throws Exception {
    String url = "jdbc:h2:file:" + home.resolve("data/production");
    try (StandIns standIns = StandIns.start(settings(platform(url)));
        Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM tickets")).isInstanceOf(SQLException.class)
          .hasMessageContaining("not found");
      assertThat(send("GET", "/tickets", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void a_mail_becomes_a_file() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      mail("ana@example.com", "Text");

      try (Stream<Path> mails = Files.list(home.resolve("data/stand-ins/mail"))) {
        assertThat(mails).singleElement().satisfies(file -> {
          assertThat(file.getFileName().toString()).endsWith(".eml");
          assertThat(Files.readString(file)).contains("To: ana@example.com", "Subject: Hello", "Text");
        });
      }
    }
  }

  @Test
  void the_oldest_mails_make_room_and_a_file_of_a_persons_own_stays() throws Exception {
    Files.createDirectories(home.resolve("data/stand-ins/mail"));
    Files.writeString(home.resolve("data/stand-ins/mail/notes.eml"), "mine");
    for (int i = 0; i < MailStandIn.MOST_MAILS; i++) {
      Files.writeString(home.resolve("data/stand-ins/mail/20200101-000000-000-" + (1000 + i) + ".eml"), "old");
    }
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      mail("ana@example.com", "Text");

      try (Stream<Path> mails = Files.list(home.resolve("data/stand-ins/mail"))) {
        assertThat(mails.map(file -> file.getFileName().toString())).hasSize(MailStandIn.MOST_MAILS + 1)
            .contains("notes.eml", "20200101-000000-000-1199.eml").doesNotContain("20200101-000000-000-1000.eml");
      }
    }
  }

  @Test
  void a_mail_that_is_too_large_is_refused() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      assertThatThrownBy(() -> mail("ana@example.com", "x".repeat(70).concat("\n").repeat(MailStandIn.LARGEST_MAIL / 70)))
          .isInstanceOf(MessagingException.class);
      assertThat(home.resolve("data/stand-ins/mail")).isEmptyDirectory();
    }
  }

  @Test
  void of_a_long_body_the_beginning_is_kept_and_the_file_does_not_grow_for_ever() throws Exception {
    Path calls = home.resolve("data/stand-ins/rest-calls.jsonl");
    Files.createDirectories(calls.getParent());
    Files.writeString(calls, ("{\"old\":\"" + "x".repeat(1000) + "\"}\n").repeat((int) RestStandIn.LARGEST_FILE / 1000));
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      assertThat(send("POST", "/crm", "y".repeat(2_000_000)).statusCode()).isEqualTo(200);

      assertThat(Files.readAllLines(calls)).hasSize(RestStandIn.SHOWN).last().asString()
          .contains("\"body\":\"yyy").endsWith("yyy…\"}").hasSizeLessThan(RestStandIn.LARGEST_BODY + 200);
      assertThat(send("GET", "/calls", "").body()).contains("yyy…");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:PORT",
      "127.0.0.1:PORT\r\nOrigin: http://evil.example", "127.0.0.1:PORT\r\nOrigin: null"})
  void a_web_page_that_reaches_it_by_another_name_gets_nothing(String host) throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      assertThat(raw("GET /calls", host)).startsWith("HTTP/1.1 421 ").doesNotContain("[");
      assertThat(raw("POST /x", host)).startsWith("HTTP/1.1 421 ");
      assertThat(home.resolve("data/stand-ins/rest-calls.jsonl")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT", "[::1]:PORT"})
  void it_answers_under_the_names_of_this_machine(String host) throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      assertThat(raw("GET /calls", host)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void one_whose_port_is_taken_takes_a_free_one_and_is_led_to() throws Exception {
    try (ServerSocket rest = new ServerSocket(restPort, 1, InetAddress.getLoopbackAddress());
        ServerSocket smtp = new ServerSocket(smtpPort, 1, InetAddress.getLoopbackAddress());
        StandIns standIns = StandIns.start(settings(Map.of()))) {
      assertThat(standIns.rest()).startsWith("127.0.0.1:").doesNotEndWith(":" + restPort);
      assertThat(standIns.mail().host()).isEqualTo("127.0.0.1");
      assertThat(standIns.mail().port()).isNotEqualTo(smtpPort);
      assertThat(standIns.findings()).contains("http://" + standIns.rest() + "/calls   data/stand-ins/mail/");
      try (Socket there = new Socket("127.0.0.1", standIns.mail().port())) {
        assertThat(there.isConnected()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:PORT/crm", "http://localhost:PORT", "http://{{gateway.stand-ins.rest.listen}}/crm"})
  void an_address_that_somebody_wrote_out_is_kept_or_the_start_says_why_not(String url) throws Exception {
    String crm = url.replace("PORT", String.valueOf(restPort));
    try (StandIns standIns = StandIns.start(settings(Map.of("CRM_URL", crm)))) {
      assertThat(standIns.rest()).isEqualTo("127.0.0.1:" + restPort);
    }
    try (ServerSocket taken = new ServerSocket(restPort, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> StandIns.start(settings(Map.of("CRM_URL", crm))))
          .hasMessage("gateway.stand-ins.rest.listen is '127.0.0.1:" + restPort + "': the port is taken by another program, and a setting"
              + " or a route leads to this address; write http://{{gateway.stand-ins.rest}} there, so that a free port can be taken,"
              + " or set gateway.stand-ins=false to run without stand-ins");
    }
    await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("vert.x-")));
  }

  @Test
  void none_runs_when_nothing_leads_to_one() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of("FULFILMENT_URL", "https://fulfilment.internal/x",
        "GATEWAY_MAIL_HOST", "mail.internal", "GATEWAY_MAIL_PORT", "587",
        "GATEWAY_DATABASE_PLATFORM_URL", "jdbc:postgresql://db.internal/stand-ins/platform")))) {
      assertThat(standIns.findings()).isEmpty();
      assertThat(standIns.mail().host()).isEqualTo("mail.internal");
      assertThatThrownBy(() -> send("GET", "/calls", "")).isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> new Socket("127.0.0.1", smtpPort)).isInstanceOf(ConnectException.class);
      assertThat(home.resolve("data")).doesNotExist();
    }
  }

  @Test
  void a_route_that_leads_to_one_is_enough() throws Exception {
    Files.createDirectories(home.resolve("routes/destinations"));
    Files.writeString(home.resolve("routes/destinations/crm.camel.yaml"), "url: http://{{gateway.stand-ins.rest}}/crm");

    try (StandIns standIns = StandIns.start(settings(Map.of("FULFILMENT_URL", "https://fulfilment.internal/x")))) {
      assertThat(send("GET", "/calls", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void what_leads_to_one_that_is_left_out_reaches_nobody_elses() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of("GATEWAY_STAND_INS", "false")))) {
      assertThat(standIns.rest()).isEqualTo("gateway-stand-ins-is-false.invalid");
      assertThat(standIns.mail().host()).isEqualTo("gateway-stand-ins-is-false.invalid");
      assertThat(standIns.findings()).isEmpty();
      assertThatThrownBy(() -> send("GET", "/calls", "")).isInstanceOf(ConnectException.class);
      assertThat(home.resolve("data")).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource({"data/stand-ins/platform, 'gateway.database.platform.url, gateway.mail.port'",
      "data/production, gateway.mail.port"})
  void what_leads_to_one_that_is_left_out_is_named(String database, String named) throws Exception {
    Map<String, String> environment = new HashMap<>(platform("jdbc:h2:file:" + home.resolve(database)));
    environment.put("GATEWAY_STAND_INS", "false");
    try (CapturedLog log = CapturedLog.of(StandIns.class.getName()); StandIns standIns = StandIns.start(settings(environment))) {
      assertThat(log.lines()).containsExactly("WARN event=stand_ins_off gateway.stand-ins is false, and these still name a stand-in: " + named
          + ". What goes there reaches nobody until they name a real system");
    }
  }

  private Settings settings(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of(
        "GATEWAY_STAND_INS_REST_LISTEN", "127.0.0.1:" + restPort, "GATEWAY_STAND_INS_SMTP_LISTEN", "127.0.0.1:" + smtpPort,
        "FULFILMENT_URL", "http://{{gateway.stand-ins.rest}}/fulfilment", "GATEWAY_MAIL_PORT", Integer.toString(smtpPort)));
    environment.putAll(more);
    return Settings.load(home, environment);
  }

  private void mail(String to, String text) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(smtpPort));
    MimeMessage mail = new MimeMessage(Session.getInstance(properties));
    mail.setFrom("tickets@example.com");
    mail.setRecipient(RecipientType.TO, new InternetAddress(to));
    mail.setSubject("Hello");
    mail.setText(text);
    Transport.send(mail);
  }

  /** The JDK's client sets the header Host itself. */
  private String raw(String request, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", restPort)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((request + " HTTP/1.1\r\nHost: " + host.replace("PORT", String.valueOf(restPort))
          + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> platform(String url) {
    return Map.of("GATEWAY_DATABASE_PLATFORM_URL", url, "GATEWAY_DATABASE_PLATFORM_USER", "sa");
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + path))
        .method(method, HttpRequest.BodyPublishers.ofString(body)).header("Idempotency-Key", "01KEY").build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
