package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does with the README: nothing configured, one notification sent, all three legacy systems looked at. */
class FirstRunIT {
  @TempDir
  Path home;

  @Test
  void a_notification_sent_by_hand_arrives_in_the_database_at_the_rest_api_and_as_a_mail() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).start()) {
      Path file = home.resolve("ticket.json");
      Files.write(file, Samples.bytes("ticket.updated.nominal.json"));

      GatewayProcess.Result sent = gateway.run("send", file.toString());

      assertThat(sent.exit()).as(sent.errors()).isZero();
      assertThat(sent.output()).contains("202").contains("accepted");
      gateway.awaitNothingWaiting();
      assertThat(gateway.standIn("/tickets")).contains("00417").contains("ana@example.com").doesNotContain("luis@example.com");
      assertThat(gateway.standIn("/calls")).contains("00417").contains("ana@example.com").containsIgnoringCase("idempotency");
      List<Path> mails = mails();
      assertThat(mails).hasSize(1);
      assertThat(Files.readString(mails.get(0))).contains("To: ana@example.com").contains("Message-ID: <");

      GatewayProcess.Result again = gateway.run("send", file.toString());
      assertThat(again.output()).contains("duplicate");
      assertThat(gateway.metric("menta_duplicates_total{rule=\"newest\"}")).isEqualTo(1);

      assertThat(gateway.client().send(HttpRequest.newBuilder(gateway.intake().resolve("/wrong")).POST(HttpRequest.BodyPublishers.noBody())
          .build(), HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(404);
      GatewayProcess.Result status = gateway.run("status");
      assertThat(status.output()).startsWith("Notifications are taken.\nThis gateway took the last one at ")
          .contains("Refused within the last hour: 1 x 404 (", "\n0 deliveries wait; 0 dead letters, 0 in quarantine.\nCertificate until ")
          .doesNotContain("Trouble");
      assertThat(status.exit()).isZero();
    }
  }

  @Test
  void the_start_says_where_things_are_and_keeps_its_secrets_to_itself() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).start()) {
      await().until(() -> gateway.log().contains("send"));
      assertThat(gateway.log())
          .contains(":" + gateway.intakePort())
          .contains(":" + gateway.managementPort())
          .contains("menta-gateway send")
          .doesNotContain(gateway.secret("intake-token"))
          .doesNotContain(gateway.secret("management-token"));
      for (String secret : List.of("intake-path", "intake-token", "management-token", "owners.key", "tls/private-key.pem")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data").resolve(secret))))
            .as(secret).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void the_path_is_printed_by_the_start_that_makes_it_and_never_again() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).start()) {
      await().until(() -> gateway.log().contains("menta-gateway send"));
      String path = gateway.secret("intake-path");
      assertThat(gateway.log()).contains("https://127.0.0.1:" + gateway.intakePort() + "/menta/" + path);
      gateway.terminate();
      Files.delete(home.resolve("gateway.log"));

      gateway.start();

      await().until(() -> gateway.log().contains("menta-gateway send"));
      assertThat(gateway.post(Samples.bytes("ticket.updated.flat.json")).statusCode()).isEqualTo(202);
      gateway.client().send(java.net.http.HttpRequest.newBuilder(gateway.intake()).build(),
          java.net.http.HttpResponse.BodyHandlers.ofString());
      gateway.awaitNothingWaiting();
      assertThat(gateway.management("/observe/metrics").body()).contains("status=\"404\"").doesNotContain(path);
      for (String page : List.of("/", "/observe/health", "/observe/info", "/api/destinations")) {
        assertThat(gateway.management(page).body()).doesNotContain(path);
      }
      gateway.terminate();
      assertThat(gateway.log()).doesNotContain(path)
          .contains("https://127.0.0.1:" + gateway.intakePort() + "/menta/$(cat data/intake-path)");
    }
  }

  @Test
  void every_sample_is_taken_and_ends_where_its_action_says() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).start()) {
      List<String> taken = List.of("ticket.updated.flat.json", "ticket.updated.wrapped.json", "ticket.updated.nominal.json",
          "event.unlock.json", "event.unlock.numbers.json", "listing.updated.json", "notifyMe.created.updated.json",
          "payouts.delivered.json", "product.unknown.json", "documentation.json");
      for (String sample : taken) {
        assertThat(gateway.post(Samples.bytes(sample)).statusCode()).as(sample).isEqualTo(202);
      }
      gateway.awaitNothingWaiting();

      GatewayProcess.Result quarantine = gateway.run("quarantine", "list");
      assertThat(quarantine.output()).contains("product.deactivated");
      assertThat(quarantine.output().lines().filter(line -> line.contains("notifications"))).hasSize(1);
      assertThat(gateway.run("deadletters", "list", "--json").output()).contains("\"items\":[]");
      assertThat(gateway.standIn("/tickets")).contains("new_owner@email.com").contains("ana@example.com");
      assertThat(gateway.standIn("/calls")).contains("lst_9f2").contains("n-77").contains("121982");
      assertThat(mails()).as("three owners, and the holders of two shows").hasSizeGreaterThan(4);
    }
  }

  private List<Path> mails() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("data/stand-ins/mail"))) {
      return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
  }
}
