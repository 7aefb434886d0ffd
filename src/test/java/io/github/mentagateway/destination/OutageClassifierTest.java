package io.github.mentagateway.destination;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.mentagateway.FreePort;
import io.github.mentagateway.PostgresServer;
import io.github.mentagateway.destination.mail.MailServer;
import io.github.mentagateway.envelope.Envelope;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.RejectException;

/** Real failures of real parts, as a route ends with them. */
class OutageClassifierTest {
  private static final Envelope TICKET = RunningKamelets.ticket("1", "ana@example.com");

  @TempDir
  Path home;

  @Nested
  class Of_a_rest_api {
    private final WireMockServer api = new WireMockServer(options().dynamicPort());
    private RunningKamelets routes;

    @BeforeEach
    void open() throws Exception {
      api.start();
      routes = new RunningKamelets(home, Map.of(), Map.of("shop.url", api.baseUrl()));
    }

    @AfterEach
    void close() throws Exception {
      routes.close();
      api.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599})
    void an_answer_that_blames_the_server_speaks_for_all_its_callers(int status) throws Exception {
      assertThat(OutageClassifier.isOutage(answered(aResponse().withStatus(status)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407})
    void credentials_that_are_refused_speak_for_all_deliveries(int status) throws Exception {
      assertThat(OutageClassifier.isOutage(answered(aResponse().withStatus(status)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 423, 425, 429})
    void an_answer_that_asks_this_caller_to_wait_does_not(int status) throws Exception {
      assertThat(OutageClassifier.isOutage(answered(aResponse().withStatus(status)))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE"})
    void a_connection_that_breaks_does(Fault fault) throws Exception {
      assertThat(OutageClassifier.isOutage(answered(aResponse().withFault(fault)))).isTrue();
    }

    @Test
    void an_answer_that_does_not_come_in_time_does() throws Exception {
      api.stubFor(any(anyUrl()).willReturn(ok().withFixedDelay(20_000)));
      assertThat(OutageClassifier.isOutage(called(api.baseUrl(), "500ms"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-", "220 mail.example.com\r\n"})
    void an_answer_whose_head_breaks_off_or_is_none_does(String head) throws Exception {
      try (OneAnswer half = new OneAnswer(head)) {
        assertThat(OutageClassifier.isOutage(called("http://127.0.0.1:" + half.port()))).isTrue();
      }
    }

    @Test
    void a_port_that_nobody_listens_on_does() throws Exception {
      assertThat(OutageClassifier.isOutage(called("http://127.0.0.1:" + FreePort.next()))).isTrue();
    }

    @Test
    void a_host_that_nobody_knows_does() throws Exception {
      assertThat(OutageClassifier.isOutage(called("http://nobody.invalid"))).isTrue();
    }

    @Test
    void a_server_that_speaks_no_tls_does() throws Exception {
      assertThat(OutageClassifier.isOutage(called(api.baseUrl().replace("http:", "https:")))).isTrue();
    }

    private Throwable answered(ResponseDefinitionBuilder answer) throws Exception {
      api.stubFor(any(anyUrl()).willReturn(answer));
      return called(api.baseUrl());
    }

    private Throwable called(String url) throws Exception {
      return called(url, "10s");
    }

    private Throwable called(String url, String responseTimeout) throws Exception {
      routes.use("rest-call", Map.of("url", url + "/events", "responseTimeout", responseTimeout));
      return failure(routes);
    }
  }

  @Nested
  class Of_a_mail_server {
    private MailServer server;
    private RunningKamelets routes;

    @AfterEach
    void close() throws Exception {
      routes.close();
      if (server != null) {
        server.close();
      }
    }

    @Test
    void a_server_that_is_down_speaks_for_all_mails() throws Exception {
      sendingTo(FreePort.next());

      assertThat(OutageClassifier.isOutage(failure(routes))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "421 too busy\r\n", "554 no service\r\n", "220 welcome\r\n", "220 welcome\r\n250 hello\r\n"})
    void so_does_one_that_does_not_greet_or_hangs_up(String answers) throws Exception {
      try (OneAnswer curt = new OneAnswer(answers)) {
        sendingTo(curt.port());

        assertThat(OutageClassifier.isOutage(failure(routes))).isTrue();
      }
    }

    @ParameterizedTest
    @CsvSource({"421, true", "450, false", "451, false", "452, false"})
    void so_does_its_word_that_it_closes_but_not_a_refusal_for_now(int code, boolean speaks) throws Exception {
      server = new MailServer(builder -> builder);
      sendingTo(server.port());

      server.onSender = new RejectException(code, "later");
      assertThat(OutageClassifier.isOutage(failure(routes))).as("sender").isEqualTo(speaks);
      server.onSender = null;
      server.onRecipient = new RejectException(code, "later");
      assertThat(OutageClassifier.isOutage(failure(routes))).as("recipient").isEqualTo(speaks);
      server.onRecipient = null;
      server.onData = new RejectException(code, "later");
      assertThat(OutageClassifier.isOutage(failure(routes))).as("data").isEqualTo(speaks);
    }

    private void sendingTo(int port) throws Exception {
      Files.createDirectories(home.resolve("routes/mail"));
      Files.writeString(home.resolve("routes/mail/owner.txt"), "Subject: Yours\n\nIt is yours.\n");
      routes = new RunningKamelets(home, Map.of("GATEWAY_ROUTES", "routes", "GATEWAY_MAIL_PORT", Integer.toString(port)), Map.of())
          .use("send-mail", Map.of("to", "{newOwnerEmail}", "template", "owner.txt"));
    }
  }

  @Nested
  class Of_a_database {
    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:tcp://127.0.0.1:%d/shop", "jdbc:postgresql://127.0.0.1:%d/shop"})
    void a_server_that_is_down_speaks_for_all_statements(String url) throws Exception {
      int port = FreePort.next();

      assertThat(OutageClassifier.isOutage(catchThrowable(() -> DriverManager.getConnection(url.formatted(port))))).isTrue();
    }

    @Test
    void so_does_a_pool_that_gets_no_connection_and_it_tells_why() throws Exception {
      int port = FreePort.next();
      // at once, since a pool tries for five seconds
      Future<String> refused = later(() -> unreachable("jdbc:postgresql://127.0.0.1:" + port + "/shop"));
      Future<String> unknown = later(() -> unreachable("jdbc:postgresql://nobody.invalid/shop"));
      Future<String> broken = later(() -> unreachable("jdbc:h2:tcp://127.0.0.1:" + port + "/shop"));
      assertThat(refused.get()).isEqualTo("the database answered SQLState 08001: no"
          + " connection (Connection to 127.0.0.1:" + port + " refused. Check that the hostname and port are correct and that the"
          + " postmaster is accepting TCP/IP connections. ConnectException: Connection refused)");
      assertThat(unknown.get()).isEqualTo("the database answered SQLState 08001: no connection"
          + " (The connection attempt failed. UnknownHostException: nobody.invalid)");
      assertThat(broken.get()).isEqualTo("the database answered SQLState 90067: no"
          + " connection (Connection is broken: \"java.net.ConnectException: Connection refused: 127.0.0.1:" + port + "\")");
    }

    private static Future<String> later(Callable<String> question) {
      FutureTask<String> answer = new FutureTask<>(question);
      new Thread(answer, "question").start();
      return answer;
    }

    private String unreachable(String url) throws Exception {
      return OutageClassifierTest.unreachable(home, url);
    }

    @Test
    void so_does_a_statement_that_is_wrong_or_takes_too_long_but_not_a_value_that_is() throws Exception {
      try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
          Statement statement = connection.createStatement()) {
        assertThat(OutageClassifier.isOutage(catchThrowable(() -> statement.execute("UPDATE missing SET a = 1")))).isTrue();
        assertThat(OutageClassifier.isOutage(catchThrowable(() -> statement.execute("SELECT CAST('x' AS INT)")))).isFalse();

        statement.execute("SET QUERY_TIMEOUT 10");
        assertThat(OutageClassifier.isOutage(catchThrowable(() -> statement.execute(
            "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b WHERE a.x = b.x + 1")))).isTrue();
      }
    }

    @ParameterizedTest
    @CsvSource({"oracle, 72000, 12899, true", "oracle, 42000, 1722, true", "oracle, 42000, 942, false", "mysql, HY000, 1366, true",
        "mariadb, HY000, 4025, true", "sqlserver, S0001, 8152, true", "sqlserver, S0001, 245, true", "postgresql, 22P02, 0, true",
        "h2, 23505, 23505, true", "postgresql, 40001, 1366, false", "sqlserver, S0001, 1366, false", "mysql, HY000, 12899, false"})
    void a_vendor_s_code_for_a_value_is_a_dead_letter_and_no_other_vendor_s(String vendor, String state, int code, boolean dead)
        throws Exception {
      try (RunningKamelets routes = new RunningKamelets(home, Map.of(), Map.of())) {
        routes.context().getRegistry().bind("fails", (Processor) exchange -> {
          throw new DatabaseException(new SQLException("Ana Ejemplo", state, code), vendor, false);
        });
        routes.add("""
            - route:
                id: test
                from:
                  uri: durable:test
                  steps:
                    - process:
                        ref: fails
            """);
        routes.attempt("test", TICKET);

        assertThat(routes.durable.reasons()).hasSize(dead ? 1 : 0).allSatisfy(reason -> assertThat(reason)
            .startsWith("the values are refused: the database answered SQLState " + state).doesNotContain("Ana"));
      }
    }

    @ParameterizedTest
    @CsvSource({"sqlserver, S0001, 207, true", "sqlserver, S0001, 8152, false", "mysql, HY000, 207, false", "oracle, 42000, 942, true"})
    void a_vendor_s_code_for_a_wrong_statement_speaks_for_all_statements(String vendor, String state, int code, boolean speaks) {
      assertThat(OutageClassifier.isOutage(new DatabaseException(new SQLException("any", state, code), vendor, false))).isEqualTo(speaks);
    }

    @ParameterizedTest
    @CsvSource({"08006, true", "08S01, true", "57P01, true", "57P03, true", "53300, true", "57014, true", "28P01, true", "90028, true",
        "40001, false", "40P01, false", "55P03, false", "23505, false", "22001, false", "42P01, true", "42501, true",
        "3F000, true", "25006, true", "90096, true", ", false"})
    void a_state_tells_which_is_which(String state, boolean speaks) {
      assertThat(OutageClassifier.isOutage(new SQLException("any", state))).isEqualTo(speaks);
    }
  }

  @Test
  void a_cause_speaks_whatever_it_is_wrapped_into_and_circles_end() {
    Exception outer = new IllegalStateException("outer");
    Exception inner = new IllegalStateException("inner", outer);
    outer.initCause(inner);

    assertThat(OutageClassifier.isOutage(outer)).isFalse();
    assertThat(OutageClassifier.isOutage(new CamelExecutionException("wrapped", null,
        new RuntimeException(new java.net.ConnectException("Connection refused"))))).isTrue();
  }

  @Test
  void what_this_machine_has_run_out_of_says_nothing_of_the_destination() {
    SocketException shortage = new SocketException("Too many open files");

    assertThat(OutageClassifier.isOutage(shortage)).isFalse();
    assertThat(OutageClassifier.isOutage(new SocketException("accept failed: No file descriptors available"))).isFalse();
    assertThat(OutageClassifier.isOutage(new SQLException("The connection attempt failed.", "08001", shortage))).isFalse();
    assertThat(OutageClassifier.isOutage(new MessagingException("Could not connect to SMTP host", shortage))).isFalse();
    // a database that says so of itself
    assertThat(OutageClassifier.isOutage(new SQLException("could not open file: Too many open files in system", "53000"))).isTrue();
  }

  @Test
  void data_that_cannot_be_used_says_nothing_of_the_destination() {
    assertThat(OutageClassifier.isOutage(new PermanentFailureException("the field 'id' is missing"))).isFalse();
    assertThat(OutageClassifier.isOutage(new IOException("unreadable"))).isFalse();
    assertThat(OutageClassifier.isOutage(new InterruptedException())).isFalse();
  }

  /** The failure of a route whose database refuses every login. */
  static String unreachable(Path home, String url) throws Exception {
    try (RunningKamelets routes = new RunningKamelets(home, Map.of(
        "GATEWAY_DATABASE_SHOP_URL", url, "GATEWAY_DATABASE_SHOP_USER", PostgresServer.USER,
        "GATEWAY_DATABASE_SHOP_PASSWORD", PostgresServer.PASSWORD), Map.of())
        .use("database-update", Map.of("database", "shop", "sql", "UPDATE tickets SET a = 1 WHERE id = 1"))) {
      Throwable failure = failure(routes);
      assertThat(OutageClassifier.isOutage(failure)).isTrue();
      assertThat(((DatabaseException) failure).isWrongStatement()).isFalse();
      return failure.getMessage();
    }
  }

  private static Throwable failure(RunningKamelets routes) throws Exception {
    Exchange exchange = routes.attempt("test", TICKET);
    assertThat(routes.durable.sent).isEmpty();
    assertThat(exchange.getException()).isNotNull();
    return exchange.getException();
  }

  /** Gives every client the same answers, line by line as it sends, and closes the connection. */
  private static final class OneAnswer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    OneAnswer(String text) throws IOException {
      Thread thread = new Thread(() -> serve(text), "one-answer");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve(String text) {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          OutputStream out = socket.getOutputStream();
          out.write(text.getBytes(StandardCharsets.US_ASCII));
          out.flush();
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        } catch (IOException closed) {
          // the client has gone, or the test is over
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
