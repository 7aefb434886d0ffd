package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Comparison.Policy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints what taking, claiming and settling cost with few and with many deliveries waiting, and beside a paused channel in which many
 * wait, as ratios of rounds that take turns. It judges nothing: the machine that runs it has other things to do.
 */
@EnabledIfSystemProperty(named = "reliability.waiting", matches = "\\d+")
class ScaleIT {
  private static final int FEW = 10_000;
  private static final int MANY = Integer.getInteger("reliability.waiting", 1_000_000);
  private static final int ROUNDS = Integer.getInteger("reliability.rounds", 3);
  private static final int DELIVERIES = 2_000;
  private static final int DELIVERERS = 16;
  private static final int SENDERS = 64;
  private static final long ACCEPTING_NANOS = 3_000_000_000L;
  private static final String[] COLUMNS = {"first accepted ms", "heap MB", "claim 8 ms", "claim 64 ms", "settle 8 ms",
      "delivered /s", "accepted /s", "accepted p50 ms", "accepted p99 ms"};

  private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
  private final AtomicInteger arrivals = new AtomicInteger();
  @TempDir
  Path folder;

  @Test
  void sqlite() throws Exception {
    measure("SQLite", List.of(
        BigStore.sqlite("few", folder.resolve("few")).halfBlocked(InboxDriver.FIRST, FEW),
        BigStore.sqlite("many", folder.resolve("many")).halfBlocked(InboxDriver.FIRST, MANY),
        BigStore.sqlite("few, many paused", folder.resolve("paused")).halfBlocked(InboxDriver.FIRST, FEW).paused(MANY)));
  }

  @Test
  void postgres() throws Exception {
    List<BigStore> stores = List.of(
        BigStore.postgres("few", folder.resolve("few")).halfBlocked(InboxDriver.FIRST, FEW),
        BigStore.postgres("many", folder.resolve("many")).halfBlocked(InboxDriver.FIRST, MANY),
        BigStore.postgres("few, many paused", folder.resolve("paused")).halfBlocked(InboxDriver.FIRST, FEW).paused(MANY));
    measure("PostgreSQL, tables without statistics", stores);
    for (BigStore store : stores) {
      store.vacuum();
    }
    measure("PostgreSQL", stores);
  }

  private void measure(String title, List<BigStore> stores) throws Exception {
    List<List<double[]>> rounds = stores.stream().map(store -> (List<double[]>) new ArrayList<double[]>()).toList();
    // the first is for the compiler
    for (int round = 0; round <= ROUNDS; round++) {
      for (int i = 0; i < stores.size(); i++) {
        double[] figures = round(stores.get(i));
        if (round > 0) {
          rounds.get(i).add(figures);
        }
      }
    }
    System.out.printf("reliability: scale %s, few=%d many=%d rounds=%d, medians%n", title, FEW, MANY, ROUNDS);
    double[] base = medians(rounds.get(0));
    for (int i = 0; i < stores.size(); i++) {
      double[] medians = medians(rounds.get(i));
      StringBuilder line = new StringBuilder("reliability: scale " + stores.get(i));
      for (int column = 0; column < COLUMNS.length; column++) {
        line.append(String.format(" | %s %.1f (%.2f)", COLUMNS[column], medians[column], medians[column] / base[column]));
      }
      System.out.println(line);
    }
  }

  private static double[] medians(List<double[]> rounds) {
    double[] medians = new double[COLUMNS.length];
    for (int i = 0; i < medians.length; i++) {
      int column = i;
      double[] sorted = rounds.stream().mapToDouble(round -> round[column]).sorted().toArray();
      medians[i] = sorted[sorted.length / 2];
    }
    return medians;
  }

  private double[] round(BigStore store) throws Exception {
    long before = heap();
    long began = System.nanoTime();
    try (Inbox inbox = store.open()) {
      InboxDriver driver = new InboxDriver(inbox, Clock.systemUTC());
      accept(inbox, "elsewhere", "ticket:first-" + began);
      double first = millis(began);
      driver.reading(InboxDriver.FIRST);
      double bytes = heap() - before;
      List<Work> done = new ArrayList<>();
      double[] eight = claimAndSettle(driver, 8, 50, done);
      double[] more = claimAndSettle(driver, 64, 10, done);
      double delivered = deliver(driver, done);
      replace(inbox, done);
      double[] accepted = accept(inbox);
      return new double[] {first, bytes / (1 << 20), eight[0], more[0], eight[1], delivered, accepted[0], accepted[1], accepted[2]};
    }
  }

  private static double[] claimAndSettle(InboxDriver driver, int most, int times, List<Work> done) {
    double[] claims = new double[times];
    double[] settles = new double[times];
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      List<Work> works = driver.inbox().work().claim(InboxDriver.FIRST, most);
      claims[i] = millis(began);
      began = System.nanoTime();
      settle(driver, works);
      settles[i] = millis(began);
      done.addAll(works);
    }
    return new double[] {percentile(claims, 50), percentile(settles, 50)};
  }

  private static void settle(InboxDriver driver, List<Work> works) {
    CompletableFuture.allOf(works.stream()
        .map(work -> driver.settle(work, new Settlement.Delivered(List.of())))
        .toArray(CompletableFuture[]::new)).join();
  }

  private double deliver(InboxDriver driver, List<Work> done) throws Exception {
    AtomicInteger left = new AtomicInteger(DELIVERIES);
    long began = System.nanoTime();
    List<List<Work>> all = together(DELIVERERS, () -> {
      List<Work> mine = new ArrayList<>();
      while (left.getAndAdd(-8) > 0) {
        List<Work> works = driver.inbox().work().claim(InboxDriver.FIRST, 8);
        settle(driver, works);
        mine.addAll(works);
      }
      return mine;
    });
    double seconds = millis(began) / 1e3;
    all.forEach(done::addAll);
    return all.stream().mapToInt(List::size).sum() / seconds;
  }

  /** As many wait again, of the same entities. */
  private void replace(Inbox inbox, List<Work> done) {
    CompletableFuture.allOf(done.stream().map(work -> inbox.acceptance().accept(arrival(InboxDriver.FIRST, work.entity()))
        .thenAccept(inbox.acceptance()::answered)).toArray(CompletableFuture[]::new)).join();
  }

  private double[] accept(Inbox inbox) throws Exception {
    long began = System.nanoTime();
    double[] latencies = together(SENDERS, () -> {
      List<Double> mine = new ArrayList<>();
      while (System.nanoTime() - began < ACCEPTING_NANOS) {
        long asked = System.nanoTime();
        accept(inbox, "elsewhere", "ticket:" + ThreadLocalRandom.current().nextLong());
        mine.add(millis(asked));
      }
      return mine;
    }).stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
    return new double[] {latencies.length / (millis(began) / 1e3), percentile(latencies, 50), percentile(latencies, 99)};
  }

  private void accept(Inbox inbox, String channel, String entity) {
    inbox.acceptance().answered(inbox.acceptance().accept(arrival(channel, entity)).join());
  }

  private Arrival arrival(String channel, String entity) {
    byte[] body = ("{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + entity + "\",\"newOwnerEmail\":\"a"
        + arrivals.incrementAndGet() + "@example.org\"}}").getBytes(StandardCharsets.UTF_8);
    byte[] fingerprint = ByteBuffer.allocate(32).putLong(ThreadLocalRandom.current().nextLong()).putLong(System.nanoTime()).array();
    return new Arrival(channel, new Original(body, Map.of("User-Agent", "menta", "Content-Type", "application/json"), Instant.now()),
        "ticket.updated", entity, new Comparison(Policy.NEWEST, fingerprint, null), Payload.ORIGINAL, null);
  }

  private <T> List<T> together(int many, Callable<T> task) throws Exception {
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      running.add(threads.submit(task));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> one : running) {
      results.add(one.get());
    }
    return results;
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) * percent / 100];
  }

  private static double millis(long began) {
    return (System.nanoTime() - began) / 1e6;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
