package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped routes under simulated traffic with every fault, while the gateway is killed. {@code simulate --verify} checks the calls that
 * the legacy system got, as an integration team would run it.
 */
abstract class SimulateSuite {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoreKind store;

  @TempDir
  Path home;

  SimulateSuite(StoreKind store) {
    this.store = store;
  }

  @Test
  void every_promise_holds_under_all_faults_and_kill_9() throws Exception {
    Scale scale = new Scale(1, 1500, 150, 2).orAsAskedFor();
    String recorder = "127.0.0.1:" + FreePort.next();
    try (GatewayProcess gateway = GatewayProcess.in(home)
        .with("FULFILMENT_URL", "http://" + recorder + "/fulfilment")
        .with("PLATFORM_EVENTS_URL", "http://" + recorder + "/platform-events")) {
      store.empty().forEach(gateway::with);
      gateway.start();
      CompletableFuture<GatewayProcess.Result> run = CompletableFuture.supplyAsync(() -> simulate(gateway, recorder, scale));
      for (int kill = 1; kill <= scale.kills(); kill++) {
        int enough = scale.notifications() / (scale.kills() + 2);
        await("notifications of this start").atMost(PATIENCE).until(() -> run.isDone() || accepted(gateway) >= enough);
        assertThat(run).as("the run is still under way when the gateway is killed").isNotDone();
        gateway.kill9();
        gateway.start();
      }

      GatewayProcess.Result result = run.join();
      JsonNode report = JSON.readTree(result.output());
      System.out.printf("reliability: simulate on %s: %d notifications, %d kills, %s%n", store, scale.notifications(), scale.kills(), report);
      assertThat(broken(report)).as("broken promises in %s", report.toPrettyString()).isEmpty();
      assertThat(result.exit()).as(result.errors()).isZero();
      assertThat(report.at("/acknowledged").asInt()).isEqualTo(scale.notifications());
      assertThat(report.at("/verdict/promises")).hasSize(6)
          .allSatisfy(promise -> assertThat(promise.get("of").asLong()).as(promise.toString()).isPositive());
      assertThat(names(report.get("faults"))).as("what was made to fail")
          .containsExactly("CUT", "LATE_COPY", "LOST_ANSWER", "OUTAGE", "RESET", "SLOW_BODY");
      assertThat(names(report.get("causes"))).as("the kills were felt").containsAnyOf("UNREACHABLE", "BROKEN");
      assertThat(report.at("/verdict/unrecognised/count").asInt()).isZero();
    }
  }

  private GatewayProcess.Result simulate(GatewayProcess gateway, String recorder, Scale scale) {
    try {
      return gateway.run("simulate", "--verify", "--recorder", recorder, "--failing", "0.02", "--json", "--seed", "4", "--faults", "all",
          "--notifications", Integer.toString(scale.notifications()), "--tickets", Integer.toString(scale.entities()),
          "--rate", "250", "--connections", "24", "--speed", "600", "--patience", "2m", "--settle", "90s");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number since the start of the gateway; 0 while it does not answer. */
  private static double accepted(GatewayProcess gateway) {
    try {
      return gateway.management("/observe/metrics").body().lines().filter(line -> line.startsWith("menta_notifications_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> broken(JsonNode report) {
    Set<String> names = new TreeSet<>();
    report.at("/verdict/promises").forEach(promise -> {
      if (promise.get("result").asText().equals("BROKEN")) {
        names.add(promise.get("name").asText());
      }
    });
    return names;
  }

  private static Set<String> names(JsonNode counts) {
    Set<String> names = new TreeSet<>();
    counts.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
