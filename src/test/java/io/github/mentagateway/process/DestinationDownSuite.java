package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination that is down is probed, not hammered, by all instances together; when it is back, what waited for it drains at once. */
abstract class DestinationDownSuite {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PROBES = Duration.ofMillis(500);
  private static final int CONCURRENCY = 8;

  private final StoreKind store;
  private final int instances;

  @TempDir
  Path home;

  DestinationDownSuite(StoreKind store, int instances) {
    this.store = store;
    this.instances = instances;
  }

  @Test
  void one_probe_at_a_time_reaches_it_and_all_that_waited_comes_in_order_long_before_its_own_next_time() throws Exception {
    try (Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, store.empty(), recorder, instances)
            .with("GATEWAY_DELIVERY_CONCURRENCY", String.valueOf(CONCURRENCY))
            .with("GATEWAY_DELIVERY_PROBE_INTERVAL", PROBES.toMillis() + "ms")
            .with("GATEWAY_DELIVERY_INITIAL_DELAY", "8h")
            .with("GATEWAY_DELIVERY_MAX_DELAY", "8h")
            .start();
        LoadGenerator load = new LoadGenerator(gateways, 100, 5)) {
      recorder.fail(1);
      load.allowAll();
      await("it is down").atMost(PATIENCE).until(() -> recorder.count() >= 3);
      long since = System.nanoTime();
      load.finish();
      await("probes").atMost(PATIENCE).until(() -> recorder.count() >= underWay() + 5);

      int calls = recorder.count();
      // more time allows more calls, so that a slow machine does not fail here
      long probes = (System.nanoTime() - since) / PROBES.toNanos() + 1;
      assertThat((long) calls).as("what was under way when it went down, and the probes").isLessThanOrEqualTo(underWay() + probes);
      assertThat(recorder.calls()).extracting(Recorder.Call::ticket).as("the untried come first").doesNotHaveDuplicates();

      recorder.fail(0);
      ReliabilityResult.atTheEnd(gateways, load, recorder)
          .print("destination down, " + instances + " on " + store, load, 0).isFlawless();
    }
  }

  private int underWay() {
    return 3 + instances * CONCURRENCY;
  }
}
