package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.mentagateway.FreePort;
import io.github.mentagateway.SelfSigned;
import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.settings.Settings;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against a real HTTPS server that presents the gateway's self-signed certificate. */
class SimulateCommandTest {
  @TempDir Path home;
  @TempDir Path elsewhere;
  private final Set<String> bodies = ConcurrentHashMap.newKeySet();
  private final Set<Map<String, List<String>>> headers = ConcurrentHashMap.newKeySet();
  private final Set<String> paths = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private SelfSigned tls;
  private HttpsServer server;
  private Credentials credentials;
  private volatile int status = 202;

  @BeforeEach
  void start() throws Exception {
    tls = SelfSigned.in(home);
    credentials = Credentials.establish(Settings.load(home, Map.of()));
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.serving()));
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      paths.add(exchange.getRequestURI().toString());
      headers.add(Map.copyOf(exchange.getRequestHeaders()));
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] answer = "{\"outcome\":\"accepted\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void this_folder_s_gateway_gets_everything_with_its_own_path_and_token() {
    CommandRun run = simulate("--seed", "7", "--notifications", "60", "--rate", "0");
    assertThat(run.err()).isEqualTo("menta tech plays against " + place() + "; to repeat it, on an empty inbox: --seed 7\n");
    assertThat(run.out().lines().map(line -> line.replaceAll("\\s+", " ").replaceAll("\\d+\\.\\d(?= m?s)", "#"))).containsExactly(
        "seed 7, against " + place(),
        "time # s, # s at menta",
        "notifications 60 made, 60 acknowledged: event.unlock 4, listing.created 4, listing.updated 4, nonsense 1, "
            + "notifyMe.created.updated 5, payouts.delivered 4, ticket.updated 38",
        "attempts 60, of which 0 retries",
        "answers 202 60 (accepted 60)",
        "latency half of 60 answers within # ms, 99 % within # ms, the slowest # ms",
        "menta has nothing left");
    assertThat(run.out()).contains("\nattempts        60, of which 0 retries\n");
    assertThat(run.code()).isZero();
    assertThat(paths).containsExactly(credentials.intakePath());
    assertThat(headers).allSatisfy(sent -> assertThat(sent).containsEntry("Authorization", credentials.headerValues()));
    assertThat(run.out() + run.err()).doesNotContain(credentials.intakePath(), credentials.headerValues().get(0));
  }

  @Test
  void the_same_seed_sends_the_same_and_one_that_is_not_given_is_shown() {
    simulate("--seed", "7", "--notifications", "40", "--rate", "0");
    Set<String> first = Set.copyOf(bodies);
    bodies.clear();
    simulate("--seed", "7", "--notifications", "40", "--rate", "0");
    assertThat(bodies).isEqualTo(first);
    CommandRun random = simulate("--notifications", "1", "--rate", "0");
    assertThat(random.err()).containsPattern("to repeat it, on an empty inbox: --seed \\d+\n");
  }

  @Test
  void json_says_the_same_for_machines() throws Exception {
    JsonNode report = new ObjectMapper().readTree(
        simulate("--seed", "7", "--notifications", "50", "--rate", "0", "--speed", "3600", "--lost-answers", "0.3", "--json").out());
    assertThat(report.get("seed").asInt()).isEqualTo(7);
    assertThat(report.get("endpoint").asText()).isEqualTo(place());
    assertThat(report.get("acknowledged").asInt()).isEqualTo(50);
    assertThat(report.get("allAcknowledged").asBoolean()).isTrue();
    assertThat(report.at("/faults/LOST_ANSWER").asInt()).isPositive().isEqualTo(report.at("/causes/LOST_ANSWER").asInt());
    assertThat(report.at("/statuses/202").asInt()).isEqualTo(report.get("attempts").asInt());
    assertThat(report.at("/waiting/messages").asInt()).isZero();
    assertThat(report.at("/latencyMillis/p99").asDouble()).isPositive();
  }

  @Test
  void an_endpoint_that_refuses_ends_with_1_and_says_what_menta_would_still_be_holding() {
    status = 404;
    CommandRun run = simulate("--seed", "7", "--notifications", "5", "--rate", "0", "--patience", "1s");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("answers         404 ").contains("failed          STATUS ")
        .endsWith("menta has       5 messages left\n");
  }

  @Test
  void an_endpoint_that_is_not_there_is_told_with_the_reason() throws Exception {
    int port = FreePort.next();
    CommandRun run = CommandRun.in(
        elsewhere, Map.of(), "simulate", "--seed", "7", "--url", "https://127.0.0.1:" + port + "/x", "--notifications",
        "5", "--rate", "0", "--patience", "0s");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("answers         none\n").containsPattern("failed          UNREACHABLE \\d")
        .contains("                UNREACHABLE: Connection refused\n").doesNotContain("latency");
  }

  @Test
  void another_endpoint_gets_none_of_this_folder_s_secrets() {
    CommandRun run = CommandRun.in(home, Map.of(), "simulate", "--url", place() + "/theirs?x=1", "--notifications", "3", "--rate", "0",
        "--header", "X-Api-Key: abc", "--header", "X-Other:d:e");
    assertThat(run.code()).isZero();
    assertThat(paths).containsExactly("/theirs?x=1");
    assertThat(headers).allSatisfy(sent -> assertThat(sent).doesNotContainKey("Authorization")
        .containsEntry("X-api-key", List.of("abc")).containsEntry("X-other", List.of("d:e")));
  }

  @Test
  void another_endpoint_is_played_against_from_any_folder_and_trusted_as_it_is_told() {
    String[] line = {"simulate", "--url", place() + "/theirs", "--header-value", "Basic eA==", "--notifications", "2", "--rate", "0",
        "--patience", "0s"};
    CommandRun stranger = CommandRun.in(elsewhere, Map.of(), line);
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.out()).contains("UNREACHABLE: ").contains("PKIX");
    assertThat(bodies).isEmpty();

    String[] trusting = Stream.concat(Arrays.stream(line),
        Stream.of("--trust", tls.files().certificate().toString())).toArray(String[]::new);
    assertThat(CommandRun.in(elsewhere, Map.of(), trusting).code()).isZero();
    assertThat(headers).allSatisfy(sent -> assertThat(sent).containsEntry("Authorization", List.of("Basic eA==")));
  }

  @Test
  void the_journal_is_a_file_in_the_folder_of_the_person_who_typed_it() throws Exception {
    CommandRun run = CommandRun.in(
        home, environment(Map.of(GatewayCommand.CALLER, elsewhere.toString())), "simulate", "--notifications", "8",
        "--rate", "0", "-o", "run.jsonl");
    assertThat(run.code()).isZero();
    assertThat(Files.readAllLines(elsewhere.resolve("run.jsonl"))).hasSize(8).allMatch(line -> line.contains("\"status\":202"));
    CommandRun nowhere = simulate("-o", elsewhere.resolve("missing/run.jsonl").toString());
    assertThat(nowhere.code()).isEqualTo(1);
    assertThat(nowhere.err()).contains("the journal " + elsewhere.resolve("missing/run.jsonl") + " cannot be written")
        .contains("(there is no such folder): give -o another file");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "--notifications 0 | --notifications is 0: it must be between 1 and 10000000",
      "--tickets 0 | --tickets is 0: it must be between 1 and 10000000",
      "--connections 1001 | --connections is 1001: it must be between 1 and 1000",
      "--seed -1 | --seed is -1: it must be between 0 and 999999999",
      "--outages -1 | --outages is -1: it must be between 0 and 1000",
      "--sender-timeout 0s | --sender-timeout is 0: it must be at least 1ms",
      "--rate -1 | Invalid value for option '--rate': '-1': it must be a number up to 100000; 0 is as fast as possible",
      "--speed 0 | Invalid value for option '--speed': '0': it must be a number from 0.001 to 1000000; 1 is menta's own time",
      "--nonsense 1.5 | Invalid value for option '--nonsense': '1.5': it must be a share from 0 to 1, such as 0.05",
      "--lost-answers x | Invalid value for option '--lost-answers': 'x': it must be a share from 0 to 1, such as 0.05",
      "--resets NaN | Invalid value for option '--resets': 'NaN': it must be a share from 0 to 1, such as 0.05",
      "--patience 5 | Invalid value for option '--patience': '5': it must be a whole number with a unit: ms, s, m, h or d, such as 5s",
      "--lost-answers 0.6 --cuts 0.6 | --lost-answers, --cuts, --resets, --slow-bodies and --late-copies are 1.200 together: they must be "
          + "at most 1, since an attempt has one fault at most",
      "--growth cubic | Invalid value for option '--growth': expected one of [DOUBLING, LINEAR] (case-insensitive) but was 'cubic'",
      "--faults some | Invalid value for option '--faults': expected one of [NONE, ALL] (case-insensitive) but was 'some'",
      "--url http://localhost/x | --url is no full URL that begins with https://: give one, such as https://HOST/PATH, because menta sends "
          + "to no other",
      "--url https://localhost:x/^ | --url is no full URL that begins with https://: give one, such as https://HOST/PATH, because menta "
          + "sends to no other",
      "--url https://me:pass@localhost/x | --url has a user or password in it, which is not sent: leave it out, and give --header-value "
          + "'Basic …'",
      "--trust x.pem | --trust is given without --url: this folder's gateway is known by its own certificate; leave it out",
      "--header secret | --header is given without a name: it must be NAME:VALUE, such as X-Api-Key:abc, and no header that HTTP itself "
          + "needs",
      "--header Host:x | --header is given as 'Host': it must be NAME:VALUE, such as X-Api-Key:abc, and no header that HTTP itself needs",
      "--header-value é | --header-value has a value that cannot be sent: it must be one line of plain characters"})
  void wrong_usage_is_told_with_the_rule(String line, String sentence) {
    CommandRun run = simulate(line.split(" "));
    assertThat(run).isEqualTo(new CommandRun(2, "", "menta-gateway: " + sentence + "\nSee: menta-gateway simulate --help\n"));
    assertThat(bodies).isEmpty();
  }

  @Test
  void a_header_value_is_refused_when_the_gateway_looks_at_no_such_header() {
    CommandRun run = CommandRun.in(home, environment(Map.of("GATEWAY_INTAKE_AUTH", "basic")), "simulate", "--header-value", "x");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("menta-gateway: --header-value is given, and gateway.intake.auth is basic");
  }

  @Test
  void a_file_of_certificates_that_is_none_is_told() throws Exception {
    Path empty = Files.createFile(elsewhere.resolve("empty.pem"));
    Path missing = elsewhere.resolve("missing.pem");
    assertThat(simulate("--url", place(), "--trust", empty.toString()).err())
        .isEqualTo("menta-gateway: " + empty + " holds no certificate: give --trust a PEM file with certificates\n");
    assertThat(simulate("--url", place(), "--trust", missing.toString()).err())
        .isEqualTo("menta-gateway: " + missing + " is not there: give --trust a PEM file with certificates\n");
  }

  @Test
  void the_preset_of_all_faults_can_be_changed_one_by_one() throws Exception {
    JsonNode report = new ObjectMapper().readTree(simulate("--seed", "7", "--notifications", "150", "--rate", "0", "--speed", "600",
        "--faults", "all", "--slow-bodies", "0", "--outages", "1", "--no-bursts", "--json").out());
    assertThat(report.at("/faults").has("SLOW_BODY")).isFalse();
    assertThat(report.at("/faults/OUTAGE").asInt()).isEqualTo(1);
    assertThat(report.at("/faults/RESET").asInt()).isPositive();
    assertThat(report.get("acknowledged").asInt()).isEqualTo(150);
  }

  private String place() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  private CommandRun simulate(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "simulate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.in(home, environment(Map.of()), all);
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("GATEWAY_INTAKE_LISTEN", "127.0.0.1:" + server.getAddress().getPort());
    return all;
  }
}
