package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends as menta does: the changes of one ticket one after another, each sent again until a gateway answers 202, to whichever one is up.
 * The order in which a ticket's changes arrive is therefore that of their numbers.
 */
final class LoadGenerator implements AutoCloseable {
  private static final int SENDERS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final GatewayCluster gateways;
  private final int tickets;
  private final int changes;
  private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
  private final List<Future<?>> senders = new ArrayList<>();
  private final Semaphore allowed = new Semaphore(0);
  private final Set<Change> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger posts = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean ending;

  /** Goes on until {@link #end}: for a fault that comes after nobody knows how many. */
  static LoadGenerator endless(GatewayCluster gateways, int tickets) {
    return new LoadGenerator(gateways, tickets, 1_000_000).allowAll();
  }

  /** Sends nothing until it is {@link #allow}ed. */
  LoadGenerator(GatewayCluster gateways, int tickets, int changes) {
    this.gateways = gateways;
    this.tickets = tickets;
    this.changes = changes;
    for (int first = 0; first < SENDERS; first++) {
      int sender = first;
      senders.add(threads.submit(() -> {
        for (int change = 1; change <= changes && !ending; change++) {
          for (int ticket = sender; ticket < tickets && !ending; ticket += SENDERS) {
            allowed.acquire();
            begun.incrementAndGet();
            sendUntilTaken(new Change("t" + ticket, change));
          }
        }
        return null;
      }));
    }
  }

  record Change(String ticket, int number) {
    String body() {
      return "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + ticket + "\",\"newOwnerEmail\":\"owner" + number
          + "@example.com\",\"change\":" + number + "}}";
    }
  }

  /** Allows so many more notifications to be sent. */
  LoadGenerator allow(int more) {
    allowed.release(more);
    return this;
  }

  LoadGenerator allowAll() {
    return allow(total());
  }

  int total() {
    return tickets * changes;
  }

  void awaitMoreAcknowledged(int more) {
    awaitAcknowledged(acknowledged.size() + more);
  }

  void awaitAcknowledged(int soMany) {
    await("acknowledged: " + soMany).atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
      for (Future<?> sender : senders) {
        if (sender.isDone()) {
          sender.get();
        }
      }
      return acknowledged.size() >= soMany;
    });
  }

  /** What is under way is still sent until it is taken. */
  LoadGenerator end() {
    ending = true;
    return this;
  }

  /** Until each one was answered 202. */
  void finish() throws InterruptedException, ExecutionException, TimeoutException {
    for (Future<?> sender : senders) {
      sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(acknowledged).hasSize(begun.get());
  }

  Set<Change> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  int posts() {
    return posts.get();
  }

  /** How many posts were answered 503. */
  int refused() {
    return refused.get();
  }

  private void sendUntilTaken(Change change) throws InterruptedException {
    while (!send(gateways.inTurn(posts.getAndIncrement()), change)) {
      LockSupport.parkNanos(20_000_000);
      if (Thread.interrupted()) {
        throw new InterruptedException("ended before " + change + " was taken");
      }
    }
    acknowledged.add(change);
  }

  private boolean send(GatewayProcess gateway, Change change) throws InterruptedException {
    try {
      HttpResponse<String> answer = gateway.post(change.body());
      if (answer.statusCode() == 503) {
        refused.incrementAndGet();
        assertThat(answer.headers().firstValue("retry-after")).as("when to come back").isPresent();
        return false;
      }
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      return true;
    } catch (IOException | IllegalStateException nobodyThere) {
      // the sender cannot know whether the change was taken; a gateway that starts again needs the processor more
      LockSupport.parkNanos(80_000_000);
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
