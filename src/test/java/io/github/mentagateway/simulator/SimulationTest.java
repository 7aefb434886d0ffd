package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.SelfSigned;
import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs against a real server, on a clock that runs so fast that no test waits for menta. */
class SimulationTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  @TempDir static Path home;
  private SelfSigned tls;
  private TlsEndpoint server;

  @BeforeEach
  void certificate() throws Exception {
    tls = SelfSigned.in(home);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void without_faults_each_message_is_sent_once_to_the_byte() throws Exception {
    serve(TlsEndpoint.accepting());
    Simulation simulation = simulation(options(100, FaultPlan.NONE));
    Report report = run(simulation);
    assertThat(server.requests.stream().map(TlsEndpoint.Request::body)).containsExactlyInAnyOrderElementsOf(
        simulation.messages().stream().map(message -> new String(message.body(), StandardCharsets.ISO_8859_1)).toList());
    assertThat(report.allAcknowledged()).isTrue();
    assertThat(report.acknowledged()).isEqualTo(100);
    assertThat(report.attempts()).isEqualTo(100);
    assertThat(report.retries()).isZero();
    assertThat(report.statuses()).isEqualTo(Map.of(202, 100));
    assertThat(report.outcomes()).isEqualTo(Map.of("accepted", 100));
    assertThat(report.causes()).isEmpty();
    assertThat(report.faults()).isEmpty();
    assertThat(report.waiting()).isEqualTo(new Report.Waiting(0, 0, 0, 0));
    assertThat(report.sent().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    assertThat(report.latencyMillis().count()).isEqualTo(100);
    assertThat(report.endpoint()).isEqualTo("https://" + server.url().getAuthority()).doesNotContain("secret");
  }

  @Test
  void what_the_server_has_processed_and_menta_did_not_hear_of_comes_again() throws Exception {
    serve(TlsEndpoint.accepting());
    Simulation simulation = simulation(options(60, new FaultPlan(0.4, 0, 0, 0, 0, 0, FaultPlan.USUAL_OUTAGE, false)));
    Report report = run(simulation);
    assertThat(report.allAcknowledged()).isTrue();
    assertThat(report.faults().get("LOST_ANSWER")).isEqualTo(report.causes().get("LOST_ANSWER")).isGreaterThan(5);
    assertThat(report.attempts()).isEqualTo(60 + report.faults().get("LOST_ANSWER"));
    assertThat(counts()).isEqualTo(simulation.attempts().stream().collect(Collectors.groupingBy(
        attempt -> new String(attempt.message().body(), StandardCharsets.ISO_8859_1), Collectors.counting())));
  }

  @Test
  void a_server_that_takes_only_the_third_copy_gets_three() throws Exception {
    Map<String, Integer> copies = new ConcurrentHashMap<>();
    serve((request, socket) ->
        TlsEndpoint.answer(socket, List.of(203, 404, 201).get(copies.merge(request.body(), 1, Integer::sum) - 1), ""));
    SimulationOptions options = new SimulationOptions(7, 10, 10_000, 0, 0, 1, 1e6, BackoffGrowth.DOUBLING, LONG, LONG, FaultPlan.NONE);
    Report report = run(simulation(options));
    assertThat(report.statuses()).isEqualTo(Map.of(203, 10, 404, 10, 201, 10));
    assertThat(report.causes()).isEqualTo(Map.of("STATUS", 20));
    assertThat(report.allAcknowledged()).isTrue();
  }

  @Test
  void a_late_copy_arrives_after_a_newer_message_of_its_entity_was_acknowledged() throws Exception {
    serve(TlsEndpoint.accepting());
    Simulation simulation = simulation(options(150, new FaultPlan(0, 0, 0, 0, 0.2, 0, FaultPlan.USUAL_OUTAGE, false)));
    Report report = run(simulation);
    assertThat(report.allAcknowledged()).isTrue();
    List<Attempt> attempts = simulation.attempts();
    int overtaken = 0;
    for (Attempt again : attempts.stream().filter(attempt -> attempt.number() == 2).toList()) {
      Attempt first = attempts.stream().filter(attempt -> attempt.message() == again.message() && attempt.number() == 1).findFirst().get();
      assertThat(first.answerLost()).isTrue();
      List<Attempt> newer = attempts.stream().filter(attempt -> attempt.message().number() > again.message().number()
          && again.message().entity().equals(attempt.message().entity()) && attempt.isAcknowledged()).toList();
      if (!newer.isEmpty()) {
        overtaken++;
        assertThat(newer).anyMatch(attempt -> attempt.end() < again.begin());
      }
    }
    assertThat(overtaken).isGreaterThan(5);
  }

  @Test
  void in_an_outage_nothing_arrives_and_what_came_due_arrives_at_its_end() throws Exception {
    serve(TlsEndpoint.accepting());
    FaultPlan faults = new FaultPlan(0, 0, 0, 0, 0, 1, Duration.ofMinutes(20), true);
    SimulationOptions options = new SimulationOptions(7, 120, 20, 0, 400, 8, 3600, BackoffGrowth.DOUBLING, LONG, LONG, faults);
    Simulation simulation = simulation(options);
    Report report = run(simulation);
    assertThat(report.allAcknowledged()).isTrue();
    assertThat(report.faults()).isEqualTo(Map.of("OUTAGE", 1));
    List<Attempt> outage = simulation.attempts().stream().filter(attempt -> attempt.cause() == Cause.OUTAGE)
        .filter(attempt -> attempt.receipt() == Receipt.NONE).sorted(Comparator.comparingLong(Attempt::begin)).toList();
    assertThat(outage).hasSizeGreaterThan(20);
    long begin = outage.get(0).begin();
    long last = outage.get(outage.size() - 1).begin();
    assertThat(simulation.attempts().stream().filter(Attempt::isTaken)).noneMatch(
        attempt -> attempt.begin() > begin && attempt.end() < last);
    assertThat(server.requests).as("all that was sent, but for what the outage kept away").hasSize(simulation.attempts().size() - outage.size());
    // each one that failed in it is sent just once more
    assertThat(simulation.attempts()).noneMatch(attempt -> attempt.number() > 2 + 1);
    assertThat(simulation.attempts().stream().filter(attempt -> attempt.number() > 1 && attempt.isAcknowledged())).hasSizeGreaterThan(20);
  }

  @Test
  void with_every_fault_at_once_everything_arrives_in_the_end() throws Exception {
    serve(TlsEndpoint.accepting());
    FaultPlan faults = new FaultPlan(0.1, 0.1, 0.1, 0.03, 0.1, 2, Duration.ofMinutes(5), true);
    Simulation simulation = simulation(options(300, faults));
    Report report = run(simulation);
    assertThat(report.allAcknowledged()).isTrue();
    assertThat(report.faults()).containsOnlyKeys("LOST_ANSWER", "CUT", "RESET", "SLOW_BODY", "LATE_COPY", "OUTAGE");
    assertThat(report.reasons()).as("nothing but what was done by intent").isEmpty();
    assertThat(simulation.attempts()).allMatch(attempt -> attempt.cause() == null || attempt.cause().byDesign());
    assertThat(server.requests.stream().filter(request -> !request.whole())).hasSizeGreaterThan(10);
  }

  @Test
  void the_same_seed_has_the_same_faults_whatever_the_timing() throws Exception {
    serve(TlsEndpoint.accepting());
    FaultPlan faults = new FaultPlan(0.1, 0.1, 0.1, 0, 0.1, 0, FaultPlan.USUAL_OUTAGE, false);
    assertThat(causes(new SimulationOptions(7, 100, 20, 0.1, 0, 1, 1e5, BackoffGrowth.DOUBLING, LONG, LONG, faults)))
        .isEqualTo(causes(new SimulationOptions(7, 100, 20, 0.1, 2000, 8, 1e4, BackoffGrowth.LINEAR, LONG, LONG, faults)));
  }

  @Test
  void what_is_refused_for_good_ends_in_non_priority_sending_and_is_told() throws Exception {
    serve(TlsEndpoint.answering(500));
    Simulation simulation = simulation(new SimulationOptions(7, 3, 5, 0, 0, 2, 1e6, BackoffGrowth.DOUBLING, LONG, LONG, FaultPlan.NONE));
    Report report = simulation.run(progress -> {
      if (progress.attempts() >= 3 * 60) {
        simulation.end();
      }
    });
    assertThat(report.acknowledged()).isZero();
    assertThat(report.allAcknowledged()).isFalse();
    assertThat(report.waiting()).isEqualTo(new Report.Waiting(3, 3, 0, 0));
    assertThat(report.statuses()).isEqualTo(Map.of(500, report.attempts()));
  }

  @Test
  void one_that_is_told_to_end_says_what_is_left() throws Exception {
    serve(TlsEndpoint.answering(500));
    AtomicReference<Progress> seen = new AtomicReference<>();
    Simulation simulation = simulation(new SimulationOptions(7, 1000, 5, 0, 1, 2, 1, BackoffGrowth.DOUBLING, LONG, LONG, FaultPlan.NONE));
    Report report = simulation.run(progress -> {
      seen.set(progress);
      simulation.end();
    });
    assertThat(report.waiting().notMade()).isPositive();
    assertThat(report.waiting().messages() + report.waiting().notMade()).isEqualTo(1000);
    assertThat(seen.get().last()).isEqualTo("500");
    assertThat(seen.get().waiting()).isEqualTo(seen.get().made());
  }

  @Test
  void the_log_has_a_line_for_each_attempt_and_neither_bodies_nor_secrets() throws Exception {
    serve(TlsEndpoint.accepting());
    StringWriter log = new StringWriter();
    Simulation simulation = new Simulation(endpoint(), options(100, FaultPlan.ALL), log, null);
    Report report = run(simulation);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : log.toString().split("\n")) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).hasSize(report.attempts());
    assertThat(lines.stream().filter(line -> line.path("outcome").asText().equals("accepted") && !line.has("cause"))).hasSize(100);
    assertThat(log.toString()).doesNotContain("@", "Bearer", "secret", "fullName", "30000");
  }

  private Map<String, Cause> causes(SimulationOptions options) throws Exception {
    Simulation simulation = simulation(options);
    run(simulation);
    Map<String, Cause> causes = new TreeMap<>();
    simulation.attempts().forEach(attempt -> causes.put(attempt.message().number() + "/" + attempt.number(), attempt.cause()));
    return causes;
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>();
    server.requests.forEach(request -> counts.merge(request.body(), 1L, Long::sum));
    return counts;
  }

  private static SimulationOptions options(int notifications, FaultPlan faults) {
    return new SimulationOptions(7, notifications, 20, 0.1, 0, 8, 3600, BackoffGrowth.DOUBLING, LONG, LONG, faults);
  }

  private Report run(Simulation simulation) throws InterruptedException {
    return simulation.run(progress -> { });
  }

  private Simulation simulation(SimulationOptions options) throws Exception {
    return new Simulation(endpoint(), options, null, null);
  }

  private Endpoint endpoint() throws Exception {
    return new Endpoint(server.url(), tls.trusting(), Map.of("Authorization", "Bearer t"));
  }

  private void serve(TlsEndpoint.Handler handler) throws Exception {
    server = new TlsEndpoint(tls.serving(), handler);
  }
}
