package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process begins and ends. */
class StartAndStopIT {
  @TempDir
  Path home;

  @Test
  void every_wrong_setting_is_told_at_once_and_the_process_ends_with_what_no_supervisor_starts_again() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home)
        .with("GATEWAY_INTAKE_MAX_BODY_BYTES", "lots")
        .with("GATEWAY_DELIVERY_INITIAL_DELAY", "soon")
        .launch()) {
      assertThat(gateway.awaitExit()).isEqualTo(2);
      assertThat(gateway.log())
          .contains("gateway.intake.max-body-bytes is 'lots': it must be a size such as 262144, 512KB or 256MB")
          .contains("gateway.delivery.initial-delay is 'soon': it must be a whole number with a unit: ms, s, m, h or d, such as 5s")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_port_that_is_taken_is_named_with_its_setting() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home);
        ServerSocket taken = new ServerSocket(gateway.intakePort(), 1, InetAddress.getLoopbackAddress())) {
      gateway.launch();
      assertThat(gateway.awaitExit()).isEqualTo(1);
      assertThat(gateway.log()).contains("gateway.intake.listen").contains(":" + taken.getLocalPort()).doesNotContain("\tat ");
    }
  }

  @Test
  void a_router_that_is_wrong_is_named_when_no_good_one_is_known_and_nothing_is_left_running() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).file("routes/router.camel.yaml", """
        - route:
            id: router
            from:
              uri: durable:notifications
              steps:
                - too:
                    uri: log:x
        """).launch()) {
      assertThat(gateway.awaitExit()).isEqualTo(1);
      assertThat(gateway.log()).contains("menta-gateway: routes/router.camel.yaml:6:11: there is no step 'too'; did you mean 'to'?")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_statement_that_would_change_every_row_is_named_with_its_file_and_never_runs() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).file("routes/destinations/everybody.camel.yaml", """
        - route:
            id: everybody
            from:
              uri: durable:everybody
              steps:
                - to:
                    uri: kamelet:database-update
                    parameters:
                      database: platform
                      sql: UPDATE tickets SET owner_email = :?newOwnerEmail
        """).start()) {
      assertThat(gateway.log()).contains("event=routes_refused file=routes/destinations/everybody.camel.yaml line=10 column=20"
          + " rule=harmful-sql reason=\"sql changes every row,"
          + " because its UPDATE has no WHERE of its own that names a column: say which rows, or set everyRow of database-update to true");
    }
  }

  @Test
  void a_channel_that_no_route_reads_and_a_file_with_the_wrong_ending_are_told_at_the_start() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home)
        .file("routes/destinations/crm.yaml", "- route: {}")
        .file("routes/destinations/extra.camel.yaml", """
            - route:
                id: extra
                from:
                  uri: durable:extra
                  steps:
                    - to:
                        uri: durable:cmr
            """)
        .start()) {
      await().until(() -> gateway.log().contains("crm.yaml:1:1: is not read"));
      assertThat(gateway.log()).containsOnlyOnce("routes/destinations/extra.camel.yaml:7:18: no route reads durable:cmr. What is sent there waits until"
          + " one does: correct the name, or bring the route back").doesNotContain("reads durable:extra");
    }
  }

  @Test
  void a_second_gateway_on_the_same_store_is_refused_with_a_sentence() throws Exception {
    try (GatewayProcess first = GatewayProcess.in(home).start();
        GatewayProcess second = GatewayProcess.in(home.resolve("second"))
            .with("GATEWAY_STORE_URL", "jdbc:sqlite:" + home.resolve("data/inbox.db")).launch()) {
      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.log()).contains("another process has this store open already");
      assertThat(first.status("/observe/health/ready")).isEqualTo(200);
    }
  }

  @Test
  void sigterm_during_the_start_ends_it_without_an_error() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).launch()) {
      await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5)).until(() ->
          Files.exists(home.resolve("data/inbox.db.attempts")));

      assertThat(gateway.terminate()).isIn(0, 143);
      assertThat(gateway.log()).doesNotContain("ERROR", "menta-gateway: ", "\tat ");
      assertThat(GatewayProcess.isListening(gateway.intakePort())).isFalse();

      assertThat(gateway.start().status("/observe/health/ready")).as("nothing is left in the way").isEqualTo(200);
    }
  }

  @Test
  void data_that_other_users_could_read_is_closed_to_them_and_the_store_is_where_its_url_says() throws Exception {
    Path data = Files.createDirectory(home.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (GatewayProcess gateway = GatewayProcess.in(home).with("GATEWAY_STORE_URL", "jdbc:sqlite:store/inbox.db").start()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("store")))).isEqualTo("rwx------");
      assertThat(home.resolve("store")).isDirectoryContaining("glob:**inbox.db").isDirectoryContaining("glob:**inbox.db.attempts");
      assertThat(data).isDirectoryNotContaining("glob:**inbox*");
      assertThat(gateway.log()).doesNotContain("WARN");
    }
  }

  @Test
  void sigterm_answers_what_was_taken_finishes_what_is_under_way_and_leaves_the_rest_for_the_next_start() throws Exception {
    WireMockServer slow = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    slow.start();
    slow.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(700)));
    try (GatewayProcess gateway = GatewayProcess.in(home).with("FULFILMENT_URL", slow.baseUrl()).start()) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int ticket = 0; ticket < 30; ticket++) {
        answers.add(gateway.postLater(Samples.ticket("s" + ticket, "ana@example.com")));
      }
      await().until(() -> !slow.getAllServeEvents().isEmpty());

      int exit = gateway.terminate();

      assertThat(exit).isIn(0, 143);
      assertThat(GatewayProcess.isListening(gateway.intakePort())).isFalse();
      long taken = answers.stream().filter(answer -> !answer.isCompletedExceptionally() && answer.join().statusCode() == 202).count();
      assertThat(taken).isPositive();
      assertThat(gateway.log()).as("nothing was cut off").doesNotContain("interrupt").contains("event=stopped waiting=");

      gateway.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> slow.getAllServeEvents().size() >= taken);
      gateway.awaitNothingWaiting();
      assertThat(slow.getAllServeEvents()).as("each once: a clean stop repeats nothing").hasSize((int) taken);
    } finally {
      slow.stop();
    }
  }
}
