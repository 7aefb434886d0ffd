package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThrottledRefreshTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger refreshes = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void await(Future<Void> asked) {
    asked.toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void nobody_waits_longer_than_its_patience_for_a_store_that_does_not_answer() {
    CountDownLatch answered = new CountDownLatch(1);
    ThrottledRefresh refresh = new ThrottledRefresh(() -> {
      refreshes.incrementAndGet();
      uninterrupted(answered);
    }, Duration.ofHours(1), Duration.ofMillis(1), late::incrementAndGet, Clock.systemUTC());

    await(refresh.recent(vertx));
    await(refresh.recent(vertx));
    assertThat(refreshes).as("the one that is under way is waited for").hasValue(1);
    assertThat(late).hasValue(2);
    answered.countDown();
  }

  @Test
  void one_that_is_recent_is_not_made_anew() {
    ThrottledRefresh refresh = new ThrottledRefresh(refreshes::incrementAndGet, Duration.ofHours(1), Duration.ofMinutes(1),
        late::incrementAndGet, Clock.systemUTC());

    await(refresh.recent(vertx));
    await(refresh.recent(vertx));

    assertThat(refreshes).hasValue(1);
    assertThat(late).hasValue(0);
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
