package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several gateways on one PostgreSQL: any may accept, any may deliver. */
class ClusterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  /** As shipped: gateway.delivery.concurrency. */
  private static final int CONCURRENCY = 8;

  @TempDir
  Path home;

  @Test
  void three_instances_lose_nothing_and_keep_the_order_although_one_is_killed_again_and_again_under_load() throws Exception {
    Scale scale = new Scale(1, 1600, 200, 2).orAsAskedFor();
    for (int round = 1; round <= scale.rounds(); round++) {
      try (Recorder recorder = new Recorder(round);
          GatewayCluster gateways = GatewayCluster.in(home.resolve("round-" + round), StoreKind.POSTGRESQL.empty(), recorder, 3).start();
          LoadGenerator load = scale.load(gateways)) {
        recorder.fail(0.05);
        int part = load.total() / (scale.kills() + 1);
        for (int kill = 1; kill <= scale.kills(); kill++) {
          // the rest of each part goes on while the killed one is away and while it starts
          load.allow(part).awaitAcknowledged(kill * part - part / 2);
          gateways.kill9(0);
          gateways.get(0).start();
        }
        load.allowAll().finish();
        ReliabilityResult.atTheEnd(gateways, load, recorder)
            .print("three instances on POSTGRESQL, round " + round, load, gateways.kills().size()).isFlawless();
        assertThat(recorder.calls()).extracting(Recorder.Call::instance).as("each of them delivers").contains("a", "b", "c");
      }
    }
  }

  @Test
  void ten_copies_at_the_same_moment_over_ten_connections_and_two_instances_are_one_delivery() throws Exception {
    int tickets = 20;
    try (Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, StoreKind.POSTGRESQL.empty(), recorder, 2).start()) {
      List<HttpClient> connections = IntStream.range(0, 10).mapToObj(copy -> gateways.get(copy % 2).newClient()).toList();
      for (int ticket = 0; ticket < tickets; ticket++) {
        LoadGenerator.Change change = new LoadGenerator.Change("t" + ticket, 1);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int copy = 0; copy < 10; copy++) {
          GatewayProcess gateway = gateways.get(copy % 2);
          answers.add(connections.get(copy).sendAsync(gateway.request().POST(HttpRequest.BodyPublishers.ofString(change.body())).build(),
              HttpResponse.BodyHandlers.ofString()));
        }
        assertThat(answers).extracting(answer -> answer.join().statusCode()).containsOnly(202);
        assertThat(answers.stream().map(answer -> answer.join().body()).filter(body -> body.contains("accepted"))).hasSize(1);
        assertThat(answers.stream().map(answer -> answer.join().body().replaceAll("accepted|duplicate", "")).distinct())
            .as("the id of the first").hasSize(1);
      }
      gateways.awaitNothingWaiting();

      assertThat(recorder.calls()).extracting(Recorder.Call::ticket).hasSize(tickets).doesNotHaveDuplicates();
    }
  }

  @Test
  void an_instance_that_stands_still_for_longer_than_its_lease_changes_nothing_afterwards_and_starts_no_further_attempt()
      throws Exception {
    try (Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, StoreKind.POSTGRESQL.empty(), recorder, 2).start()) {
      GatewayProcess stalled = gateways.get(0);
      recorder.hold("a");
      recorder.hold("b");
      for (int change = 1; change <= 2; change++) {
        for (int ticket = 0; ticket < 60; ticket++) {
          assertThat(stalled.post(new LoadGenerator.Change("t" + ticket, change).body()).statusCode()).isEqualTo(202);
        }
      }
      await("attempts of a under way").atMost(PATIENCE).until(() -> !calls(recorder, call -> call.instance().equals("a")).isEmpty());
      stalled.stall();
      recorder.letGo("b");
      await("b has taken over").atMost(PATIENCE).until(() -> gateways.get(1).storeGauges().stream()
          .filter(line -> line.startsWith("menta_backlog{")).allMatch(line -> line.endsWith(" 0.0")));
      Map<String, Long> before = byKey(recorder);
      assertThat(before).as("what a had under way, b made again").containsValue(2L);

      stalled.goOn();
      recorder.letGo("a");
      LoadGenerator.Change next = new LoadGenerator.Change("t0", 3);
      assertThat(stalled.post(next.body()).statusCode()).isEqualTo(202);
      await("it works as ever").atMost(PATIENCE).until(() -> !calls(recorder, call -> call.change() == 3).isEmpty());
      gateways.awaitNothingWaiting();

      Map<String, Long> after = byKey(recorder);
      after.keySet().retainAll(before.keySet());
      assertThat(after).as("no attempt of what it had claimed before").isEqualTo(before).hasSize(120);
      assertThat(stalled.starts()).isEqualTo(1);
      assertThat(stalled.isAlive()).isTrue();
    }
  }

  @Test
  void three_instances_lose_nothing_and_keep_the_order_although_one_stands_still_for_longer_than_its_lease_under_load() throws Exception {
    Scale scale = new Scale(1, 600, 200, 1).orAsAskedFor();
    try (Recorder recorder = new Recorder(1);
        GatewayCluster gateways = GatewayCluster.in(home, StoreKind.POSTGRESQL.empty(), recorder, 3).start();
        LoadGenerator load = scale.load(gateways)) {
      recorder.fail(0.05);
      int part = load.total() / (scale.kills() + 1);
      int overtaken = 0;
      for (int stall = 1; stall <= scale.kills(); stall++) {
        int one = stall % gateways.count();
        String name = GatewayCluster.name(one);
        // each of its attempts waits for an answer: none is on its way to the destination, where nothing could hold it up any more
        recorder.hold(name);
        load.allow(part).awaitAcknowledged((stall - 1) * part + part / 4);
        await("attempts under way").atMost(PATIENCE).until(() -> recorder.held(name) == CONCURRENCY);
        gateways.stall(one);
        int before = recorder.count();
        await("the others deliver all that was acknowledged, and make again what it had under way").atMost(PATIENCE).until(() ->
            isMadeAgain(recorder.calls(), before, name) && gateways.inTurn(one).isNothingWaiting());
        List<Recorder.Call> meanwhile = recorder.calls();
        gateways.goOn();
        recorder.letGo(name);
        gateways.get(one).awaitReady();
        load.awaitAcknowledged(stall * part);
        gateways.awaitNothingWaiting();

        Set<String> taken = meanwhile.stream().filter(Recorder.Call::taken).map(Recorder.Call::key).collect(Collectors.toSet());
        assertThat(recorder.calls().subList(meanwhile.size(), recorder.count()))
            .as("attempts of what the others had done meanwhile, stall %d", stall).noneMatch(call -> taken.contains(call.key()));
        overtaken += meanwhile.size() - before;
      }
      load.allowAll().finish();
      ReliabilityResult.atTheEnd(gateways, load, recorder).print("one of three suspended beyond its lease " + scale.kills() + " times, "
          + overtaken + " calls of the others meanwhile", load, 0).isFlawless();
      for (int index = 0; index < gateways.count(); index++) {
        assertThat(gateways.get(index).starts()).isEqualTo(1);
        assertThat(gateways.get(index).isAlive()).as(gateways.get(index).log()).isTrue();
      }
      assertThat(gateways.get(1).log()).contains("event=lease_ended");
    }
  }

  /** What that instance had under way after so many calls, another one has made since, and it was taken. */
  private static boolean isMadeAgain(List<Recorder.Call> calls, int before, String instance) {
    Set<String> again = calls.subList(before, calls.size()).stream().filter(Recorder.Call::taken)
        .map(Recorder.Call::key).collect(Collectors.toSet());
    List<Recorder.Call> its = calls.subList(0, before).stream().filter(call -> call.instance().equals(instance)).toList();
    return its.subList(its.size() - CONCURRENCY, its.size()).stream().allMatch(call -> again.contains(call.key()));
  }

  private static List<Recorder.Call> calls(Recorder recorder, Predicate<Recorder.Call> which) {
    return recorder.calls().stream().filter(which).toList();
  }

  private static Map<String, Long> byKey(Recorder recorder) {
    return recorder.calls().stream().collect(Collectors.groupingBy(Recorder.Call::key, Collectors.counting()));
  }
}
