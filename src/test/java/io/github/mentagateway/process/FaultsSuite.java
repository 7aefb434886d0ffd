package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to any gateway, whatever its store: it is stopped, killed while it starts, or flooded. */
abstract class FaultsSuite {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StoreKind store;

  @TempDir
  Path home;

  FaultsSuite(StoreKind store) {
    this.store = store;
  }

  @Test
  void sigterm_under_load_loses_nothing_and_the_next_start_repeats_nothing() throws Exception {
    Scale scale = new Scale(1, 1000, 50, 2).orAsAskedFor();
    try (Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, store.empty(), recorder, 1).start();
        LoadGenerator load = scale.load(gateways)) {
      load.allowAll();
      for (int stop = 1; stop <= scale.kills(); stop++) {
        load.awaitAcknowledged(stop * load.total() / (scale.kills() + 1));
        assertThat(gateways.get(0).terminate()).isIn(0, 143);
        gateways.get(0).start();
      }
      load.finish();
      ReliabilityResult result = ReliabilityResult.atTheEnd(gateways, load, recorder)
          .print("SIGTERM on " + store, load, 0).isFlawless();
      assertThat(result.repeated()).isZero();
      assertThat(gateways.get(0).log()).doesNotContain("interrupted");
    }
  }

  @Test
  void kill_9_during_the_start_again_and_again_leaves_what_was_taken_as_it_is() throws Exception {
    int moments = Integer.getInteger("reliability.kills", 3);
    try (Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, store.empty(), recorder, 1).start();
        LoadGenerator load = new LoadGenerator(gateways, 20, 5)) {
      GatewayProcess gateway = gateways.get(0);
      recorder.fail(1);
      load.allowAll().finish();
      assertThat(gateway.terminate()).isIn(0, 143);
      long begin = System.nanoTime();
      gateway.start();
      long wholeStart = System.nanoTime() - begin;
      gateways.kill9(0);

      for (int moment = 1; moment <= moments; moment++) {
        gateway.launch();
        killAfter(gateways, wholeStart * moment / moments);
      }
      recorder.fail(0);
      gateway.start();
      ReliabilityResult.atTheEnd(gateways, load, recorder)
          .print("kill -9 during the start on " + store, load, gateways.kills().size()).isFlawless();
    }
  }

  @Test
  void kill_9_during_the_first_migration_is_mended_by_the_next_start() throws Exception {
    int moments = Integer.getInteger("reliability.kills", 3);
    for (int moment = 0; moment < moments; moment++) {
      Map<String, String> settings = store.empty();
      Path place = home.resolve("moment-" + moment);
      try (Recorder recorder = new Recorder(1); GatewayCluster gateways = GatewayCluster.in(place, settings, recorder, 1)) {
        GatewayProcess gateway = gateways.get(0).launch();
        await("the migration has begun").atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> hasBegun(gateway, settings));
        killAfter(gateways, TimeUnit.MILLISECONDS.toNanos(40) * moment);

        gateway.start();
        assertThat(gateway.post(new LoadGenerator.Change("t", 1).body()).statusCode()).isEqualTo(202);
        await("delivered").atMost(PATIENCE).until(() -> recorder.count() == 1);
      }
    }
  }

  @Test
  void a_full_queue_is_503_with_a_time_to_come_back_and_the_gateway_stays_ready() throws Exception {
    try (Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, store.empty(), recorder, 1).with("GATEWAY_STORE_QUEUE", "1").start();
        LoadGenerator load = new LoadGenerator(gateways, 40, 10).allowAll()) {
      await("a refusal").atMost(PATIENCE).until(() -> load.refused() > 0);
      assertThat(gateways.get(0).status("/observe/health/ready")).isEqualTo(200);
      load.finish();
      ReliabilityResult.atTheEnd(gateways, load, recorder)
          .print("queue full on " + store, load, 0).isFlawless();
    }
  }

  /** The delay chooses the moment; nothing is expected to have happened by then. */
  private static void killAfter(GatewayCluster gateways, long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
    gateways.kill9(0);
  }

  private static boolean hasBegun(GatewayProcess gateway, Map<String, String> settings) {
    String url = settings.get("GATEWAY_STORE_URL");
    return url == null
        ? Files.exists(gateway.home().resolve("data/inbox.db"))
        : PostgresServer.shared().ask(url, "select 1 from pg_tables where schemaname = 'public'") != null;
  }
}
