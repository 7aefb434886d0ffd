package io.github.mentagateway.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers of channels beside the store's own thread: whatever was claimed is somebody's. */
class ReadyDeliveriesTest {
  private static final String CHANNEL = "rest";
  private static final int ROUNDS = 2_000;

  @TempDir
  Path folder;

  private AttemptFile attempts;
  private ReadyDeliveries handout;

  @BeforeEach
  void open() throws IOException {
    attempts = new AttemptFile(folder.resolve("attempts"));
    attempts.start(1, 1);
    handout = new ReadyDeliveries(Clock.systemUTC(), attempts, claimed -> true, System::nanoTime);
  }

  @AfterEach
  void close() throws IOException {
    attempts.close();
  }

  private static Claimed claimed(long number) {
    Delivery delivery = new Delivery(number, number, 0, CHANNEL, "", false, null, false, null, 0, 0, 0, "original");
    return new Claimed(delivery, number, new Work(number, "", "", CHANNEL, null, null, 1, 1, false, null, null, null));
  }

  @Test
  @Timeout(60)
  void what_is_ready_while_its_channel_is_closed_is_given_back() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      handout.open(CHANNEL, () -> {});
      AtomicInteger refused = new AtomicInteger();
      CountDownLatch begun = new CountDownLatch(1);
      int many = round % 50;
      Thread store = new Thread(() -> {
        begun.countDown();
        for (int i = 0; i < many; i++) {
          refused.addAndGet(handout.ready(claimed(i)) ? 0 : 1);
        }
      });
      store.start();
      begun.await();
      int back = handout.close(CHANNEL).size();
      store.join();

      assertThat(back + refused.get()).as("round %s", round).isEqualTo(many);
    }
  }

  @Test
  @Timeout(60)
  void what_is_just_being_handed_out_is_still_here() throws InterruptedException {
    handout.open(CHANNEL, () -> {});
    for (int round = 1; round < ROUNDS; round++) {
      long number = round;
      handout.ready(claimed(number));
      CountDownLatch begun = new CountDownLatch(1);
      List<Work> taken = new ArrayList<>();
      Thread reader = new Thread(() -> {
        begun.countDown();
        taken.addAll(handout.take(CHANNEL, 1));
      });
      reader.start();
      begun.await();
      boolean here = true;
      while (reader.isAlive()) {
        here &= handout.has(number, number);
      }
      reader.join();
      taken.forEach(handout::end);

      assertThat(here).as("round %s", round).isTrue();
    }
  }
}
