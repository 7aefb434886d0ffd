package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A route file is edited each second while notifications come, and {@code simulate --verify} is the judge. {@code -Dreload.edits=60} makes
 * it a minute.
 */
abstract class ReloadSuite {
  private static final int EDITS = Integer.getInteger("reload.edits", 16);
  private static final int RATE = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoreKind store;

  @TempDir
  Path home;

  ReloadSuite(StoreKind store) {
    this.store = store;
  }

  @Test
  void no_request_is_refused_and_nothing_is_lost_or_done_twice_while_routes_are_edited_each_second() throws Exception {
    String recorder = "127.0.0.1:" + FreePort.next();
    try (GatewayProcess gateway = GatewayProcess.in(home)
        .with("FULFILMENT_URL", "http://" + recorder + "/fulfilment")
        .with("PLATFORM_EVENTS_URL", "http://" + recorder + "/platform-events")) {
      store.empty().forEach(gateway::with);
      gateway.start();
      int notifications = EDITS * RATE;
      CompletableFuture<GatewayProcess.Result> run = CompletableFuture.supplyAsync(() -> simulate(gateway, recorder, notifications));
      await("the first ones").atMost(Duration.ofMinutes(1)).until(() -> run.isDone() || gateway.metric("menta_intake_seconds_count") > 0);
      int refused = 0;
      for (int edit = 0; edit < EDITS && !run.isDone(); edit++) {
        long next = System.nanoTime() + 1_000_000_000L;
        refused += edit(gateway, edit) ? 0 : 1;
        await().pollDelay(Duration.ofNanos(Math.max(1, next - System.nanoTime()))).until(() -> true);
      }
      GatewayProcess.Result result = run.join();
      JsonNode report = JSON.readTree(result.output());
      double swaps = gateway.metric("menta_routes_reloads_total{outcome=\"swapped\"}");
      System.out.printf("reliability: reload on %s: %d edits, %.0f swaps, %d refused on purpose, %s%n", store, EDITS, swaps, refused, report);
      gateway.log().lines().filter(line -> line.contains("event=routes_reload ") || line.contains("event=routes_exchanged"))
          .forEach(line -> System.out.println("reliability: " + line));
      assertThat(result.exit()).as(report.toPrettyString() + result.errors()).isZero();
      assertThat(report.at("/acknowledged").asInt()).isEqualTo(notifications);
      assertThat(report.at("/retries").asInt()).as("requests that were refused").isZero();
      assertThat(report.at("/verdict/promises")).isNotEmpty()
          .allSatisfy(promise -> assertThat(promise.get("result").asText()).as(promise.toString()).isNotEqualTo("BROKEN"));
      // how many of the edits are one change is a matter of the machine's speed
      assertThat(swaps).as("swaps of %d edits; those that come while one is taken into use are one change", EDITS).isPositive();
      assertThat(gateway.metric("menta_routes_reloads_total{outcome=\"broken\"}")).isZero();
    }
  }

  /** @return false for an edit that must be refused */
  private boolean edit(GatewayProcess gateway, int number) throws IOException {
    switch (number % 10) {
      case 0 -> comment("routes/destinations/fulfilment.camel.yaml", number);
      case 1 -> comment("routes/kamelets/rest-call.kamelet.yaml", number);
      case 2 -> comment("routes/errors.camel.yaml", number);
      case 3 -> comment("routes/router.camel.yaml", number);
      case 4 -> comment("routes/intake.camel.yaml", number);
      case 5 -> gateway.file("routes/destinations/broken.camel.yaml", "- route:\n\tid: x\n");
      case 6 -> {
        Files.delete(home.resolve("routes/destinations/broken.camel.yaml"));
        gateway.file("routes/destinations/added.camel.yaml", added("added"));
      }
      case 7 -> Files.move(home.resolve("routes/destinations/added.camel.yaml"), home.resolve("routes/destinations/renamed.camel.yaml"));
      case 8 -> {
        for (int file = 0; file < 20; file++) {
          gateway.file("routes/destinations/many-" + file + ".camel.yaml", added("many-" + file));
        }
        comment("routes/destinations/platform-events.camel.yaml", number);
      }
      default -> {
        Files.delete(home.resolve("routes/destinations/renamed.camel.yaml"));
        for (int file = 0; file < 20; file++) {
          Files.delete(home.resolve("routes/destinations/many-" + file + ".camel.yaml"));
        }
      }
    }
    return number % 10 != 5;
  }

  private void comment(String path, int number) throws IOException {
    Path file = home.resolve(path);
    Files.writeString(file, Files.readString(file).replaceFirst("(?s)# edit [0-9]+\n$", "") + "# edit " + number + "\n");
  }

  private static String added(String name) {
    return "- route:\n    id: " + name + "\n    description: x\n    from:\n      uri: durable:" + name
        + "\n      steps:\n        - log: x\n";
  }

  private static GatewayProcess.Result simulate(GatewayProcess gateway, String recorder, int notifications) {
    try {
      return gateway.run("simulate", "--verify", "--recorder", recorder, "--failing", "0.02", "--json", "--seed", "4",
          "--notifications", Integer.toString(notifications), "--tickets", "150", "--rate", String.valueOf(RATE), "--connections", "24",
          "--speed", "600", "--patience", "2m", "--settle", "20s");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
