package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Arrivals, sends, retries and settlements at random, by several threads over several instances at once, with a record of what was
 * handed out. Each arrival sends to the line of its own entity in another channel, and some to a line that all of them share.
 */
final class RandomLoad {
  private static final String SHARED = "shared";
  private static final int ENTITIES = 5;
  private static final int ARRIVALS_EACH = 12;
  private static final int WORKERS_EACH = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final long seed;
  private final List<InboxDriver> instances;
  /** What was handed out of each line, in this order: one of a line is out at a time. */
  private final Map<String, Queue<Work>> handedOut = new ConcurrentHashMap<>();
  private final Map<String, String> out = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger deliveredInRest = new AtomicInteger();
  /** Whoever works for the first instance holds on to what it has, as if it had been stopped. */
  private final AtomicBoolean firstStops = new AtomicBoolean();
  private final Queue<Work> heldByFirst = new ConcurrentLinkedQueue<>();
  private final AtomicInteger stopped = new AtomicInteger();
  /** Workers share it for each turn; who wants all of them to have nothing in hand takes it alone. */
  private final ReadWriteLock turns = new ReentrantReadWriteLock(true);
  private final long giveUpAt = System.nanoTime() + PATIENCE.toNanos();

  RandomLoad(long seed, List<InboxDriver> instances) {
    this.seed = seed;
    this.instances = instances;
  }

  /** Returns when all is delivered. */
  void run() {
    List<CompletableFuture<Void>> threads = workers();
    produce();
    threads.forEach(CompletableFuture::join);
  }

  /** The first instance stops in the middle; {@code afterwards} makes it known to the others. */
  void runUntilOneStops(Runnable stop, Runnable afterwards) {
    List<CompletableFuture<Void>> threads = workers();
    produce();
    firstStops.set(true);
    while (stopped.get() < WORKERS_EACH && !isOver() && isPatient()) {
      Thread.onSpinWait();
    }
    stop.run();
    // the others have nothing in hand meanwhile, so that only the first one's claims are lost
    turns.writeLock().lock();
    try {
      // what it had handed out is handed out once more, by another
      heldByFirst.forEach(work -> out.remove(line(work), work.deliveryId()));
      afterwards.run();
    } finally {
      turns.writeLock().unlock();
    }
    threads.forEach(CompletableFuture::join);
  }

  private List<CompletableFuture<Void>> workers() {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < instances.size() * WORKERS_EACH; i++) {
      InboxDriver instance = instances.get(i / WORKERS_EACH);
      Random random = new Random(seed * 1000 + i);
      threads.add(CompletableFuture.runAsync(() -> work(instance, random), task -> new Thread(task, "worker").start()));
    }
    return threads;
  }

  /** One after the other along each entity, through either instance. */
  private void produce() {
    Random random = new Random(seed);
    for (int i = 0; i < ARRIVALS_EACH; i++) {
      int place = i;
      Stream<CompletableFuture<Receipt>> receipts = IntStream.range(0, ENTITIES).mapToObj(entity ->
          instances.get(random.nextInt(instances.size())).submit("ticket:" + entity, entity + "/" + place));
      receipts.toList().forEach(CompletableFuture::join);
    }
  }

  private void work(InboxDriver instance, Random random) {
    while (!isOver() && isPatient()) {
      turns.readLock().lock();
      try {
        if (!goesOn(instance, random)) {
          return;
        }
      } finally {
        turns.readLock().unlock();
      }
    }
  }

  /** One turn of a worker: false when it stops, one of them with something in hand. */
  private boolean goesOn(InboxDriver instance, Random random) {
    boolean stops = firstStops.get() && instance == instances.get(0);
    List<Work> works = instance.inbox().work().claim(random.nextInt(3) == 0 ? FIRST : "rest", 1 + random.nextInt(4));
    works.forEach(this::note);
    if (!stops) {
      works.forEach(work -> end(instance, work, random));
      return true;
    }
    if (works.isEmpty() && heldByFirst.isEmpty()) {
      return true;
    }
    heldByFirst.addAll(works);
    stopped.incrementAndGet();
    return false;
  }

  private boolean isOver() {
    return deliveredInRest.get() >= expectedInRest();
  }

  private boolean isPatient() {
    return System.nanoTime() < giveUpAt;
  }

  private static String line(Work work) {
    return work.channel() + " " + work.entity();
  }

  private void note(Work work) {
    String before = out.putIfAbsent(line(work), work.deliveryId());
    if (before != null) {
      faults.add(work.deliveryId() + " was handed out of " + line(work) + " while " + before + " was out");
    }
    handedOut.computeIfAbsent(line(work), any -> new ConcurrentLinkedQueue<>()).add(work);
  }

  private void end(InboxDriver instance, Work work, Random random) {
    out.remove(line(work));
    int how = random.nextInt(10);
    if (how < 2) {
      // due at once
      instance.retry(work, Duration.ofMillis(-1));
    } else if (how == 2) {
      instance.inbox().work().release(work);
    } else {
      instance.done(work, work.channel().equals(FIRST) ? sends(content(work), work.entity()) : new Send[0]);
      done.computeIfAbsent(work.deliveryId(), any -> new AtomicInteger()).incrementAndGet();
      if (!work.channel().equals(FIRST)) {
        deliveredInRest.incrementAndGet();
      }
    }
  }

  /** The same for the same arrival. */
  private static Send[] sends(String content, String entity) {
    int own = 1 + Math.floorMod(content.hashCode(), 3);
    int shared = content.endsWith("/7") ? 60 : 1;
    return Stream.concat(
        IntStream.range(0, own).mapToObj(i -> send("rest", entity, content + "/" + i)),
        IntStream.range(0, shared).mapToObj(i -> send("rest", SHARED, content + "/shared " + i))).toArray(Send[]::new);
  }

  private static int expectedInRest() {
    return arrivals().mapToInt(content -> sends(content, "any").length).sum();
  }

  private static Stream<String> arrivals() {
    return IntStream.range(0, ENTITIES).boxed()
        .flatMap(entity -> IntStream.range(0, ARRIVALS_EACH).mapToObj(place -> entity + "/" + place));
  }

  /** Each line in order, with what was handed out several times in a row, and each delivery done once. */
  void check() {
    assertThat(isOver()).as("seed %s: a line stands still: %s of %s were delivered, waiting: %s", seed, deliveredInRest, expectedInRest(),
        instances.get(instances.size() - 1).inbox().channels().backlog()).isTrue();
    assertThat(faults).isEmpty();
    assertThat(done.values()).allMatch(times -> times.get() == 1);
    assertThat(done).hasSize(ENTITIES * ARRIVALS_EACH + expectedInRest());
    handedOut.forEach((line, works) -> assertThat(works.stream().map(Work::number).toList()).as("seed %s, %s", seed, line).isSorted());
    for (int entity = 0; entity < ENTITIES; entity++) {
      int own = entity;
      List<String> arrived = IntStream.range(0, ARRIVALS_EACH).mapToObj(place -> own + "/" + place).toList();
      assertThat(contents(FIRST + " ticket:" + own)).isEqualTo(arrived);
      assertThat(contents("rest ticket:" + own)).isEqualTo(arrived.stream().flatMap(content -> Stream.of(sends(content, "own")))
          .filter(send -> send.entity().equals("own")).map(send -> new String(send.payload().bytes())).toList());
    }
  }

  private List<String> contents(String line) {
    return List.copyOf(handedOut.get(line).stream().map(InboxDriver::content).collect(
        Collectors.toCollection(LinkedHashSet::new)));
  }
}
