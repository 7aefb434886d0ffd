package io.github.mentagateway.process;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a stream of notifications, more than once. */
abstract class CrashSuite {
  private final StoreKind store;

  @TempDir
  Path home;

  CrashSuite(StoreKind store) {
    this.store = store;
  }

  @Test
  void every_acknowledged_notification_is_delivered_in_order_although_the_gateway_is_killed_under_load() throws Exception {
    Scale scale = new Scale(1, 1200, 40, 3).orAsAskedFor();
    for (int round = 1; round <= scale.rounds(); round++) {
      try (Recorder recorder = new Recorder(round);
          GatewayCluster gateways = GatewayCluster.in(home.resolve("round-" + round), store.empty(), recorder, 1).start();
          LoadGenerator load = scale.load(gateways)) {
        recorder.fail(0.05);
        load.allowAll();
        for (int kill = 1; kill <= scale.kills(); kill++) {
          load.awaitAcknowledged(kill * load.total() / (scale.kills() + 1));
          gateways.kill9(0);
          gateways.get(0).start();
        }
        load.finish();
        ReliabilityResult.atTheEnd(gateways, load, recorder)
            .print("crash on " + store + ", round " + round, load, gateways.kills().size()).isFlawless();
      }
    }
  }
}
