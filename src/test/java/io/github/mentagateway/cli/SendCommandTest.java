package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.mentagateway.FreePort;
import io.github.mentagateway.SelfSigned;
import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Settings;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a real HTTPS server that presents the gateway's self-signed certificate and answers as the test says. */
class SendCommandTest {
  private static final String BODY = "\uFEFF{\"action\": \"ticket.updated\" } \n";
  @TempDir Path home;
  @TempDir Path elsewhere;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private HttpsServer server;
  private int status = 202;
  private String answer = "{\"id\":\"n1\",\"outcome\":\"accepted\"}";

  private record Received(String method, String path, Map<String, List<String>> headers, String body) {}

  @BeforeEach
  void start() throws Exception {
    for (Path folder : List.of(home, elsewhere)) {
      Files.createDirectory(folder.resolve("routes"));
    }
    Settings settings = Settings.load(home, Map.of());
    Credentials.establish(settings);
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.in(home).serving()));
    server.createContext("/", exchange -> {
      received.add(new Received(exchange.getRequestMethod(), exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()),
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    Files.writeString(home.resolve("ticket.json"), BODY);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void what_answers_cannot_move_the_cursor() {
    answer = "{\"id\":\"n1\\u009b2J\",\"outcome\":\"\u009b2J\u001b[2J\"}";
    assertThat(send("ticket.json", "--json").out()).isEqualTo("{\"id\":\"n1\\u009b2J\",\"outcome\":\"\\u009b2J\\u001b[2J\"}\n");
    assertThat(send("ticket.json").out()).doesNotContain("\u009b", "\u001b");
  }

  @Test
  void a_file_goes_out_to_the_byte_with_the_gateway_s_path_and_token() throws Exception {
    assertThat(send("ticket.json")).isEqualTo(new CommandRun(0, "202 accepted  id=n1\n", ""));
    Received request = received.take();
    Credentials credentials = Credentials.read(Settings.load(home, Map.of()));
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo(credentials.intakePath());
    assertThat(request.body()).isEqualTo(BODY);
    assertThat(request.headers()).containsEntry("Authorization", credentials.headerValues())
        .containsEntry("Content-type", List.of("application/json"));
  }

  @Test
  void a_dash_is_stdin() throws Exception {
    assertThat(CommandRun.in(home, environment(Map.of()), settings -> 0, "from stdin", "send", "-").code()).isZero();
    assertThat(received.take().body()).isEqualTo("from stdin");
  }

  @Test
  void a_file_name_is_relative_to_the_folder_of_the_person_who_typed_it() throws Exception {
    Files.writeString(elsewhere.resolve("mine.json"), "mine");
    CommandRun run = CommandRun.in(home, environment(Map.of(GatewayCommand.CALLER, elsewhere.toString())), "send", "mine.json");
    assertThat(run.code()).isZero();
    assertThat(received.take().body()).isEqualTo("mine");
  }

  @Test
  void basic_is_sent_when_it_is_the_gateway_s_scheme() throws Exception {
    Map<String, String> basic = Map.of("GATEWAY_INTAKE_AUTH", "basic", "GATEWAY_INTAKE_AUTH_BASIC_PASSWORD", "a:b c");
    assertThat(CommandRun.in(home, environment(basic), "send", "ticket.json").code()).isZero();
    assertThat(received.take().headers()).containsEntry("Authorization",
        List.of("Basic " + Base64.getEncoder().encodeToString("menta:a:b c".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void a_header_value_is_refused_when_the_gateway_looks_at_no_such_header() {
    CommandRun run = CommandRun.in(home, environment(Map.of("GATEWAY_INTAKE_AUTH", "basic")), "send", "ticket.json", "--header-value", "x");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("menta-gateway: --header-value is given, and gateway.intake.auth is basic");
    assertThat(received).isEmpty();
  }

  @Test
  void none_sends_no_credentials() throws Exception {
    assertThat(CommandRun.in(home, environment(Map.of("GATEWAY_INTAKE_AUTH", "none")), "send", "ticket.json").code()).isZero();
    assertThat(received.take().headers()).doesNotContainKey("Authorization");
  }

  @Test
  void another_header_value_is_sent_as_it_was_typed() throws Exception {
    send("ticket.json", "--header-value", "Bearer wrong");
    assertThat(received.take().headers()).containsEntry("Authorization", List.of("Bearer wrong"));
  }

  @Test
  void a_header_value_of_two_lines_is_refused() {
    assertThat(send("ticket.json", "--header-value", "a\r\nX-Evil: b").err()).contains("the header Authorization", "one line");
    assertThat(received).isEmpty();
  }

  @Test
  void a_header_that_http_itself_needs_is_refused() {
    CommandRun run = CommandRun.in(home, environment(Map.of("GATEWAY_INTAKE_AUTH_HEADER_NAME", "Content-Length")), "send", "ticket.json");
    assertThat(run).isEqualTo(new CommandRun(1, "",
        "menta-gateway: the header Content-Length (gateway.intake.auth.header-name) cannot be sent"
        + " with this value: it must be one line of plain characters, and no header that HTTP itself needs\n"));
    assertThat(received).isEmpty();
  }

  @Test
  void what_was_quarantined_or_is_a_copy_is_done_too_and_says_so() {
    answer = "{\"id\":\"n2\",\"outcome\":\"quarantined\",\"reason\":\"the body is empty\"}";
    assertThat(send("ticket.json")).isEqualTo(new CommandRun(0, "202 quarantined  id=n2  the body is empty\n", ""));
    answer = "{\"id\":\"n1\",\"outcome\":\"duplicate\"}";
    assertThat(send("ticket.json")).isEqualTo(new CommandRun(0, "202 duplicate  id=n1\n", ""));
  }

  @Test
  void every_other_answer_ends_with_1_and_a_next_step() {
    status = 401;
    answer = "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401}";
    CommandRun refused = send("ticket.json");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEqualTo("401 Unauthorized\n");
    assertThat(refused.err()).contains("gateway.intake.auth.*");
    status = 200;
    assertThat(send("ticket.json").code()).isEqualTo(1);
  }

  @Test
  void json_prints_the_answer_as_it_came() {
    assertThat(send("ticket.json", "--json").out()).isEqualTo(answer + "\n");
  }

  @Test
  void an_answer_cannot_forge_a_line_or_move_the_cursor() {
    answer = "{\"outcome\":\"accepted\\n202 forged\",\"id\":\"\\u001b[2J\"}";
    assertThat(send("ticket.json").out()).isEqualTo("202 accepted\\n202 forged  id=\\u001b[2J\n");
  }

  @Test
  void another_certificate_than_the_gateway_s_own_is_refused_before_anything_is_sent() throws Exception {
    Settings other = Settings.load(elsewhere, Map.of());
    Credentials.establish(other);
    ServerCertificate.establish(other);
    CommandRun run = CommandRun.in(elsewhere, environment(Map.of()), "send", home.resolve("ticket.json").toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("menta-gateway: no secure connection to https://127.0.0.1:" + server.getAddress().getPort())
        .contains("not the gateway's own certificate").contains("what answers there is not this gateway");
    assertThat(received).isEmpty();
  }

  @Test
  void a_url_is_used_as_given_and_trusted_by_this_gateway_s_certificate_or_java_s() throws Exception {
    String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/other/path?x=1";
    assertThat(send("ticket.json", "--url", url).code()).isZero();
    assertThat(received.take().path()).isEqualTo("/other/path?x=1");

    CommandRun stranger = CommandRun.in(
        elsewhere, Map.of(), "send", home.resolve("ticket.json").toString(), "--url", url, "--header-value", "x");
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.err()).contains("its certificate is neither this gateway's own nor one that Java trusts").doesNotContain("/other");
    assertThat(received).isEmpty();
  }

  @Test
  void a_gateway_that_does_not_run_is_told_without_its_secret_path() throws Exception {
    int port = FreePort.next();
    CommandRun run = CommandRun.in(home, Map.of("GATEWAY_INTAKE_LISTEN", "0.0.0.0:" + port), "send", "ticket.json");
    assertThat(run).isEqualTo(new CommandRun(1, "", "menta-gateway: nothing answers at https://127.0.0.1:" + port
        + " (gateway.intake.listen is 0.0.0.0:" + port + "): " + ConsoleText.START_IT + "\n"));
  }

  @Test
  void a_file_that_is_not_there_and_a_gateway_that_never_ran_are_told() {
    assertThat(send("missing.json").err()).isEqualTo("menta-gateway: " + home.resolve("missing.json")
        + " is not there: give the name of a file with a notification, or - for stdin\n");
    assertThat(CommandRun.in(elsewhere, Map.of(), "send", home.resolve("ticket.json").toString()).err())
        .contains("is not there: it is made by the first start of the gateway in this folder");
  }

  private CommandRun send(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "send";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.in(home, environment(Map.of()), all);
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("GATEWAY_INTAKE_LISTEN", "127.0.0.1:" + server.getAddress().getPort());
    return all;
  }
}
