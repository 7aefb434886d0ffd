package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One gateway or several on one store, behind one path with one token, with one destination: the {@link Recorder}. */
final class GatewayCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final List<GatewayProcess> processes = new ArrayList<>();
  private final List<Kill> kills = new CopyOnWriteArrayList<>();
  private volatile GatewayProcess stalled;

  private GatewayCluster() {}

  static GatewayCluster in(Path home, Map<String, String> store, Recorder recorder, int count) throws IOException {
    GatewayCluster gateways = new GatewayCluster();
    for (int index = 0; index < count; index++) {
      GatewayProcess process = GatewayProcess.in(home.resolve(name(index)))
          .file("routes/router.camel.yaml", ONE_DESTINATION)
          .with("RECORDER_URL", recorder.url(name(index)))
          .with("GATEWAY_INTAKE_PATH", "/menta/the-same-for-every-instance")
          .with("GATEWAY_INTAKE_AUTH_HEADER_VALUE", "Bearer the-same-for-every-instance")
          .with("GATEWAY_DUPLICATES_OWNER_KEY", "the-same-for-every-instance-of-them")
          .with("GATEWAY_DELIVERY_INITIAL_DELAY", "50ms")
          .with("GATEWAY_DELIVERY_MAX_DELAY", "1s")
          .with("GATEWAY_DELIVERY_PROBE_INTERVAL", "200ms");
      store.forEach(process::with);
      gateways.processes.add(process);
    }
    return gateways;
  }

  /** @param at a time of {@link System#nanoTime} at which the process was certainly dead */
  record Kill(String instance, long at) {}

  /** The name of a gateway at the destination. */
  static String name(int index) {
    return String.valueOf((char) ('a' + index));
  }

  GatewayCluster with(String variable, String value) {
    processes.forEach(process -> process.with(variable, value));
    return this;
  }

  /** Starts all at the same time, as an orchestrator does: they meet in the migration of an empty store. */
  GatewayCluster start() throws IOException, InterruptedException {
    for (GatewayProcess process : processes) {
      process.launch();
    }
    processes.forEach(GatewayProcess::awaitReady);
    return this;
  }

  GatewayProcess get(int index) {
    return processes.get(index);
  }

  int count() {
    return processes.size();
  }

  /** The one that is asked for the n-th time: one after the other, without the one that stands still. */
  GatewayProcess inTurn(int n) {
    GatewayProcess next = get(n % count());
    return next == stalled ? get((n + 1) % count()) : next;
  }

  /** It stands still until {@link #goOn}; whoever waits for its answer goes on waiting. */
  void stall(int index) throws IOException, InterruptedException {
    stalled = get(index);
    stalled.stall();
  }

  void goOn() throws IOException, InterruptedException {
    stalled.goOn();
    stalled = null;
  }

  void kill9(int index) throws InterruptedException {
    processes.get(index).kill9();
    kills.add(new Kill(name(index), System.nanoTime()));
  }

  List<Kill> kills() {
    return List.copyOf(kills);
  }

  /** No line is stuck, and every instance says so, in the same figures. */
  void awaitNothingWaiting() {
    get(0).awaitNothingWaiting();
    await("an empty backlog on every instance").atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
      List<String> first = get(0).storeGauges();
      assertThat(first).anyMatch(line -> line.startsWith("menta_backlog{"))
          .allMatch(line -> line.endsWith(" 0.0"));
      for (GatewayProcess process : processes) {
        assertThat(process.storeGauges()).isEqualTo(first);
      }
    });
  }

  @Override
  public void close() throws InterruptedException {
    for (GatewayProcess process : processes) {
      process.close();
    }
  }

  private static final String ONE_DESTINATION = """
      - route:
          id: router
          from:
            uri: durable:notifications
            steps:
              - to:
                  uri: durable:recorder
      - route:
          id: recorder
          from:
            uri: durable:recorder
            steps:
              - to:
                  uri: kamelet:rest-call
                  parameters:
                    method: POST
                    url: "{{recorder.url}}"
                    json: '{"ticket": "{data.id}", "change": "{data.change}", "sequence": "{sequence}"}'
      """;
}
