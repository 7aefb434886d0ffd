package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
  void one_probe_at_a_time_reaches_it_and_then_all_that_waited_comes_in_order() throws Exception {
    try (Recorder recorder = new Recorder(1);
        Gateways gateways = gateways(recorder).start();
        Load load = new Load(gateways, 100, 5).allowAll()) {
      recorder.fail(1);
      load.finish();
      await("it is down").atMost(PATIENCE).until(() -> recorder.count() >= 3);
      long since = System.nanoTime();
      int already = recorder.count();
      await("probes").atMost(PATIENCE).until(() -> recorder.count() >= already + instances * CONCURRENCY + 5);

      long probesInThatTime = (System.nanoTime() - since) / PROBES.toNanos() + 1;
      assertThat((long) recorder.count() - already).as("what was under way when it went down, and the probes")
          .isLessThanOrEqualTo(instances * CONCURRENCY + probesInThatTime);

      recorder.fail(0);
      gateways.awaitNothingWaiting();
      Evidence.of(load.acknowledged(), recorder.calls(), gateways.kills())
          .print("destination down, " + instances + " on " + store, load, 0).isFlawless();
    }
  }

  @Test
  void what_only_waited_for_it_does_not_wait_for_the_time_of_those_that_failed() throws Exception {
    try (Recorder recorder = new Recorder(1);
        Gateways gateways = gateways(recorder).with("GATEWAY_DELIVERY_INITIAL_DELAY", "8h").with("GATEWAY_DELIVERY_MAX_DELAY", "8h").start();
        Load load = new Load(gateways, 100, 2).allowAll()) {
      recorder.fail(1);
      load.finish();
      await("down, and probed").atMost(PATIENCE).until(() -> recorder.count() >= instances * CONCURRENCY + 3);

      recorder.fail(0);
      await("all that never failed").atMost(PATIENCE).until(() -> {
        List<Recorder.Call> calls = recorder.calls();
        Set<String> failed = calls.stream().filter(call -> !call.taken()).map(Recorder.Call::ticket).collect(Collectors.toSet());
        return calls.stream().filter(Recorder.Call::taken).count() == 2L * (100 - failed.size()) && failed.size() < 50;
      });
      assertThat(recorder.calls().stream().filter(call -> !call.taken()).map(Recorder.Call::ticket))
          .as("none was tried twice while others had not been tried").doesNotHaveDuplicates();
    }
  }

  private Gateways gateways(Recorder recorder) throws Exception {
    return Gateways.in(home, store.empty(), recorder, instances).with("GATEWAY_DELIVERY_CONCURRENCY", String.valueOf(CONCURRENCY))
        .with("GATEWAY_DELIVERY_PROBE_INTERVAL", PROBES.toMillis() + "ms");
  }
}
