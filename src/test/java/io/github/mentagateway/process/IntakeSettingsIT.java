package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings of the intake and the store change for the sender. */
class IntakeSettingsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir
  Path home;

  @Test
  void a_disk_without_room_is_503_with_a_time_to_come_back_and_not_ready_yet_alive() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).with("GATEWAY_STORE_MIN_FREE", "999999GB").launch()) {
      await().atMost(PATIENCE).until(() -> GatewayProcess.isListening(gateway.intakePort())
          && gateway.status("/observe/health/live") == 200);

      HttpResponse<String> answer = gateway.post(Samples.ticket("1", "ana@example.com"));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).hasValueSatisfying(value -> assertThat(value).matches("[0-9]+"));
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
      assertThat(gateway.status("/observe/health/ready")).isEqualTo(503);
      assertThat(gateway.status("/observe/health/live")).isEqualTo(200);

      await().untilAsserted(() -> assertThat(gateway.log()).containsPattern("Menta Gateway is running\\.\n  NO NOTIFICATION IS TAKEN: the disk has "));
      GatewayProcess.Result status = gateway.run("status");
      assertThat(status.output()).startsWith("NO NOTIFICATION IS TAKEN: the disk has ").contains("\nThis gateway has taken none since its start, at ",
          "\nRefused within the last hour: 1 x 503 (", "\nTrouble:\n- the disk has ");
      assertThat(status.exit()).isEqualTo(1);
    }
  }

  @Test
  void nonsense_is_400_where_it_is_to_be_rejected_and_nothing_of_it_is_kept() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).with("GATEWAY_INTAKE_UNUSABLE", "reject").start()) {
      HttpResponse<String> answer = gateway.post("hello");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
      assertThat(answer.body()).contains("the body is not JSON (line 1, column 1)");
      HttpResponse<String> taken = gateway.post(Samples.ticket("1", "ana@example.com"));
      assertThat(taken.body()).contains("accepted").as("it is the first that has a number").containsPattern("-10000\"");
      assertThat(gateway.run("quarantine", "list").output()).doesNotContain("not JSON");
    }
  }

  @Test
  void an_answer_that_comes_too_late_lets_an_older_ticket_come_again() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).with("GATEWAY_DUPLICATES_SENDER_TIMEOUT", "0s").start()) {
      String first = gateway.post(Samples.ticket("1", "ana@example.com")).body();
      assertThat(gateway.post(Samples.ticket("1", "luis@example.com")).body()).contains("accepted");

      assertThat(gateway.post(Samples.ticket("1", "ana@example.com")).body()).isEqualTo(first.replace("accepted", "duplicate"));
      assertThat(gateway.metric("menta_duplicates_total{rule=\"unanswered\"}")).isEqualTo(1);
      String id = first.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
      assertThat(gateway.run("duplicates").output()).contains(id).contains("1 unanswered").contains("ticket:1");
      assertThat(gateway.run("duplicates", "deliver", id, "--force").output()).contains("delivery of " + id + " begun: id=");
      assertThat(gateway.run("duplicates", "deliver", "nothing-1").errors()).contains("menta-gateway: there is no");
    }
  }

  @Test
  void a_colon_in_the_password_of_basic_is_no_separator() throws Exception {
    Path file = Files.writeString(home.resolve("ticket.json"), Samples.ticket("1", "ana@example.com"));
    try (GatewayProcess gateway = GatewayProcess.in(home)
        .with("GATEWAY_INTAKE_AUTH", "basic")
        .with("GATEWAY_INTAKE_AUTH_BASIC_PASSWORD", "one:two:three-four-five-six").start()) {
      GatewayProcess.Result sent = gateway.run("send", file.toString());

      assertThat(sent.exit()).as(sent.output() + sent.errors()).isZero();
      assertThat(sent.output()).contains("202").contains("accepted");
      assertThat(gateway.post("a header is no password").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void clients_that_speak_only_tls_1_2_or_only_1_3_are_served() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).start()) {
      for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
        HttpClient client = HttpClient.newBuilder().sslContext(TrustedClient.only(home.resolve("data/tls/certificate.pem")))
            .sslParameters(new SSLParameters(null, new String[] {version})).build();

        HttpResponse<String> answer = client.send(gateway.request()
            .POST(HttpRequest.BodyPublishers.ofString(Samples.ticket(version, "ana@example.com"))).build(),
            HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(version).isEqualTo(202);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo(version);
      }
    }
  }
}
