package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.PostgresServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL can do to a gateway: it restarts, drops its connections, or is not there. */
class PostgresFaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir
  Path home;

  @Test
  void while_postgresql_is_away_menta_is_told_503_and_afterwards_all_goes_on_by_itself() throws Exception {
    Scale scale = new Scale(1, 1500, 100, 2).orAsAskedFor();
    try (PostgresServer server = PostgresServer.start();
        Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, StoreKind.on(server.newDatabase()), recorder, 2).start();
        LoadGenerator load = scale.load(gateways)) {
      load.allowAll();
      for (int restart = 1; restart <= scale.kills(); restart++) {
        load.awaitAcknowledged(restart * load.total() / (scale.kills() + 1));
        server.stop(restart % 2 == 1 ? PostgresServer.Stop.CRASH : PostgresServer.Stop.FAST);
        for (int index = 0; index < gateways.count(); index++) {
          isOutOfService(gateways.get(index), "restart-" + restart + "-" + index);
        }
        server.startAgain();
        for (int index = 0; index < gateways.count(); index++) {
          gateways.get(index).awaitReady();
        }
      }
      isDoneByTheFirstProcesses(gateways, load, recorder, "PostgreSQL restarted " + scale.kills() + " times");
    }
  }

  @Test
  void dropped_connections_in_mid_load_lose_nothing() throws Exception {
    Scale scale = new Scale(1, 1500, 100, 5).orAsAskedFor();
    PostgresServer server = PostgresServer.shared();
    String url = server.newDatabase();
    try (Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, StoreKind.on(url), recorder, 2).start();
        LoadGenerator load = scale.load(gateways)) {
      load.allowAll();
      for (int drop = 1; drop <= scale.kills(); drop++) {
        load.awaitAcknowledged(drop * load.total() / (scale.kills() + 1));
        server.dropConnections(url);
      }
      isDoneByTheFirstProcesses(gateways, load, recorder, "connections dropped " + scale.kills() + " times");
    }
  }

  @Test
  void a_postgresql_that_is_not_there_at_the_start_is_told_with_its_setting() throws Exception {
    String nowhere = "jdbc:postgresql://127.0.0.1:" + FreePort.next() + "/inbox";
    try (Recorder recorder = new Recorder(1); GatewayCluster gateways = GatewayCluster.in(home, StoreKind.on(nowhere), recorder, 1)) {
      GatewayProcess gateway = gateways.get(0).launch();

      assertThat(gateway.awaitExit()).isEqualTo(1);
      assertThat(gateway.log()).contains("gateway.store.url is '" + nowhere + "'").doesNotContain("\tat ", PostgresServer.PASSWORD);
    }
  }

  private static void isOutOfService(GatewayProcess gateway, String ticket) {
    await("not ready").atMost(PATIENCE).until(() -> gateway.status("/observe/health/ready") == 503);
    await("refused").atMost(PATIENCE).untilAsserted(() -> {
      HttpResponse<String> answer = gateway.post(new LoadGenerator.Change(ticket, 1).body());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
    });
    assertThat(gateway.status("/observe/health/live")).as("a restart would not help").isEqualTo(200);
  }

  private static void isDoneByTheFirstProcesses(GatewayCluster gateways, LoadGenerator load, Recorder recorder, String what)
      throws Exception {
    load.finish();
    ReliabilityResult.atTheEnd(gateways, load, recorder).print(what, load, 0).isFlawless();
    for (int index = 0; index < gateways.count(); index++) {
      assertThat(gateways.get(index).isAlive()).as(gateways.get(index).log()).isTrue();
    }
  }
}
