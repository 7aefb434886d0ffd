package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code deploy/}, held against a gateway that runs and against the docs. */
class DeployFilesIT {
  private static final Path RULES = Path.of("deploy/prometheus/menta-gateway.rules.yml");
  private static final Path DASHBOARD = Path.of("deploy/grafana/menta-gateway.json");
  private static final Path KUBERNETES = Path.of("deploy/kubernetes");
  private static final Pattern METRIC = Pattern.compile("\\b(?:menta|jvm|process)_[a-z_]+");

  @TempDir
  Path home;

  @Test
  void every_metric_of_the_alerts_and_the_dashboard_is_there_from_the_start_and_each_line_of_the_log_is_json_where_it_is_asked_for() throws Exception {
    Set<String> named = new TreeSet<>(metrics(Files.readString(RULES)));
    named.addAll(metrics(Files.readString(DASHBOARD)));
    assertThat(named).contains("menta_ready", "menta_dead_letters", "menta_delivery_seconds_bucket", "process_cpu_usage").hasSizeGreaterThan(15);

    try (GatewayProcess gateway = GatewayProcess.in(home).managedFromElsewhere().with("GATEWAY_LOG_FORMAT", "json").start()) {
      await().untilAsserted(() -> {
        String metrics = gateway.management("/observe/metrics").body();
        assertThat(named).allSatisfy(name -> assertThat(metrics.lines()).as(name).anyMatch(line -> line.startsWith(name + " ")
            || line.startsWith(name + "{")));
        assertThat(metrics).contains("menta_ready 1.0", "menta_intake_requests_total{status=\"503\"} 0.0",
            "menta_deliveries_total{destination=\"fulfilment\",outcome=\"dead_letter\"} 0.0", "menta_last_accepted_timestamp_seconds 0.0")
            .containsPattern("menta_build_info\\{version=\"\\d[^\"]+\"} 1\n");
      });
      // as Prometheus reads it from another machine, and the commands on this one reach it all the same
      assertThat(gateway.log()).contains("\"management\":\"https://127.0.0.1:" + gateway.managementPort() + "\"");
      assertThat(gateway.run("status").output()).startsWith("Notifications are taken.");
      for (String path : paths(Files.readString(KUBERNETES.resolve("sqlite.yaml")) + Files.readString(KUBERNETES.resolve("servicemonitor.yaml")))) {
        assertThat(gateway.status(path)).as(path).isEqualTo(200);
      }
      assertThat(gateway.post(Samples.ticket("1", "ana@example.com")).statusCode()).isEqualTo(202);
      await().untilAsserted(() -> assertThat(gateway.log()).contains("\"destination\":\"fulfilment\""));
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> lines = new ArrayList<>();
      for (String line : gateway.log().lines().toList()) {
        lines.add(json.readTree(line));
      }
      assertThat(lines).extracting(line -> line.path("event").asText()).contains("started", "intake", "attempt");
      assertThat(gateway.log()).doesNotContain(Files.readString(home.resolve("data/intake-path")).strip()).doesNotContain("ana@");
    }
  }

  @Test
  void every_alert_has_a_section_that_says_what_to_do() throws IOException {
    List<String> alerts = alerts();
    String docs = Files.readString(Path.of("docs/operating.md"));

    assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
      assertThat(docs).contains("\n### " + alert + "\n");
      assertThat(Files.readString(RULES)).contains("runbook: docs/operating.md, " + alert + "\n");
    });
  }

  /** The package {@code prometheus} has it; where the build may install it, {@code .ci/run} does. */
  @Test
  void promtool_takes_the_alerts_and_they_begin_and_end_when_they_should() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "promtool is not installed");

    assertThat(promtool("check", "rules", RULES.toString())).contains(alerts().size() + " rules found");
    assertThat(promtool("test", "rules", "src/test/resources/alerts.test.yml")).contains("SUCCESS");
  }

  private static String promtool(String... arguments) throws Exception {
    List<String> line = Stream.concat(Stream.of("/usr/bin/promtool"), Stream.of(arguments)).toList();
    Process promtool = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    return said;
  }

  private static List<String> alerts() throws IOException {
    return Pattern.compile("- alert: (\\w+)").matcher(Files.readString(RULES)).results().map(found -> found.group(1)).toList();
  }

  private static Set<String> paths(String manifests) {
    Set<String> paths = Pattern.compile("path: (/observe/[a-z/]+)").matcher(manifests).results().map(found -> found.group(1)).collect(Collectors.toSet());
    assertThat(paths).hasSize(3);
    return paths;
  }

  private static Set<String> metrics(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
