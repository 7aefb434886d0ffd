package io.github.mentagateway.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.settings.Settings;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
  void what_it_does_not_take_is_answered_with_what_it_takes() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of()))) {
      HttpResponse<String> answer = send("GET", "/elsewhere", "");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("PUT and POST at any path");
    }
  }

  @Test
  void the_demo_database_has_tickets_and_keeps_what_was_changed() throws Exception {
    Settings settings = settings(platform("jdbc:h2:file:" + home.resolve("data/stand-ins/platform")));
    try (StandIns standIns = StandIns.start(settings)) {
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
      Properties properties = new Properties();
      properties.setProperty("mail.smtp.host", "127.0.0.1");
      properties.setProperty("mail.smtp.port", Integer.toString(smtpPort));
      MimeMessage mail = new MimeMessage(Session.getInstance(properties));
      mail.setFrom("tickets@example.com");
      mail.setRecipient(RecipientType.TO, new InternetAddress("ana@example.com"));
      mail.setSubject("Hello");
      mail.setText("Text");
      Transport.send(mail);

      try (Stream<Path> mails = Files.list(home.resolve("data/stand-ins/mail"))) {
        assertThat(mails).singleElement().satisfies(file -> {
          assertThat(file.getFileName().toString()).endsWith(".eml");
          assertThat(Files.readString(file)).contains("To: ana@example.com", "Subject: Hello", "Text");
        });
      }
    }
  }

  @Test
  void a_port_that_is_taken_is_told_in_one_sentence_and_leaves_nothing_running() throws Exception {
    try (ServerSocket taken = new ServerSocket(smtpPort, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> StandIns.start(settings(Map.of())))
          .hasMessage("gateway.stand-ins.smtp.listen is '127.0.0.1:" + smtpPort
          + "': the port is taken by another program; choose another one,"
              + " or set gateway.stand-ins=false to run without stand-ins");
    }
    try (ServerSocket taken = new ServerSocket(restPort, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> StandIns.start(settings(Map.of())))
          .hasMessageStartingWith("gateway.stand-ins.rest.listen is '127.0.0.1:" + restPort
              + "': the port is taken by another program");
    }
    await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("vert.x-")));
  }

  @Test
  void they_are_left_out_when_the_setting_says_so() throws Exception {
    try (StandIns standIns = StandIns.start(settings(Map.of("GATEWAY_STAND_INS", "false")))) {
      assertThatThrownBy(() -> send("GET", "/calls", "")).isInstanceOf(ConnectException.class);
      assertThat(home.resolve("data")).doesNotExist();
    }
  }

  private Settings settings(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of(
        "GATEWAY_STAND_INS_REST_LISTEN", "127.0.0.1:" + restPort, "GATEWAY_STAND_INS_SMTP_LISTEN", "127.0.0.1:" + smtpPort));
    environment.putAll(more);
    return Settings.load(home, environment);
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
