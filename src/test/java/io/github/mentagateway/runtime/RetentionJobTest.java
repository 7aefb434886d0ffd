package io.github.mentagateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Filter;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.store.InboxFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionJobTest {
  @TempDir Path folder;

  @Test
  void what_people_did_is_removed_when_its_own_time_is_over() {
    MovableClock clock = new MovableClock();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (Inbox inbox = InboxFactory.open(Stores.sqlite(folder), clock)) {
      inbox.acts().begin(new Act("anna", What.PAUSE, "mail", List.of("mail"), "they migrate"), 0);
      clock.move(Duration.ofDays(364));
      long young = inbox.acts().begin(new Act("anna", What.RESUME, "mail", List.of("mail"), null), 0);
      clock.move(Duration.ofDays(2));

      try (RetentionJob job = new RetentionJob(inbox, clock, timer, Duration.ofDays(30), Duration.ofDays(365)).start()) {
        await().until(() -> inbox.acts().list(Filter.NONE, Long.MAX_VALUE, 10).size() == 1);
      }

      assertThat(inbox.acts().list(Filter.NONE, Long.MAX_VALUE, 10)).extracting(Acts.Recorded::number).containsExactly(young);
    } finally {
      timer.shutdownNow();
    }
  }
}
