package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.health.Trouble;
import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import io.github.mentagateway.inbox.Channels.Backlog;
import io.github.mentagateway.inbox.Channels.Status;
import io.github.mentagateway.inbox.Letters.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What status shows, one trouble at a time, for who tells it to people. */
class TroublesTest {
  @TempDir Path home;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", Map.of()).start();
  }

  @AfterEach
  void stop() {
    management.close();
  }

  @Test
  void there_are_none_when_all_is_well() {
    assertThat(management.known().all()).isEmpty();
    assertThat(management.known().isStoreKnown()).isTrue();
  }

  @Test
  void each_has_a_key_that_stays_and_says_what_to_do() {
    management.inbox.problem = "the disk is full";
    management.inbox.backlog.add(new Backlog("old", false, 2, InMemoryInbox.RECEIVED));
    management.inbox.channels.put("crm", new Status("crm", true, null, null, InMemoryInbox.RECEIVED, null, "refused for ana@example.com"));
    management.inbox.channels.put("mail", new Status("mail", true, InMemoryInbox.RECEIVED, "maintenance"));
    management.inbox.add(Kind.DEAD_LETTER, "d1", "crm", "ticket.updated", "no", "");
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", "x.y", "no", "");
    management.intake.answered(401);
    management.intake.answered(404);

    assertThat(management.troubles()).extracting(Trouble::key).containsExactlyInAnyOrder("inbox", "refused:401", "down:crm", "dead-letters:crm", "unread:old",
        "paused:mail", "quarantine");
    assertThat(management.troubles()).filteredOn(one -> !one.shared()).extracting(Trouble::key).containsExactlyInAnyOrder("inbox", "refused:401",
        "unread:old");
    assertThat(management.troubles()).allMatch(one -> !one.next().isEmpty() && !one.text().contains("ana@"));

    management.clock.move(Duration.ofMinutes(16));
    assertThat(management.troubles()).extracting(Trouble::key).doesNotContain("refused:401");
  }

  @Test
  void what_keeps_notifications_out_is_one_and_what_scanners_do_is_none() {
    assertThat(List.of("401", "413", "503", "connection_limit", "address_limit", "body_timeout")).allMatch(what -> TroubleFinder.isTrouble(what, 1));
    assertThat(List.of("404", "displaced", "closed", "answer_timeout", "protocol", "abandoned")).noneMatch(what -> TroubleFinder.isTrouble(what, 1000));
    assertThat(List.of("tls", "proxy_header", "head_timeout")).allMatch(what -> TroubleFinder.isTrouble(what, 31))
        .noneMatch(what -> TroubleFinder.isTrouble(what, 30));
  }

  @Test
  void what_menta_sends_anew_later_is_a_trouble_of_its_own() {
    seen("data.seat", 0);
    seen("data.row", 0);
    String first = "contract:ticket.updated:2026-11-23T10:00:00Z";
    assertThat(management.troubles()).extracting(Trouble::key).containsExactly(first);
    seen("data.gate", 60);

    assertThat(management.troubles()).extracting(Trouble::key).containsExactly(first, "contract:ticket.updated:2026-11-23T10:01:00Z");
  }

  private void seen(String path, int seconds) {
    management.inbox.seen.add(new Seen("ticket.updated", new Field(path, "string"), 1, InMemoryInbox.RECEIVED.plusSeconds(seconds),
        InMemoryInbox.RECEIVED.plusSeconds(seconds), "n-1", true));
    management.radar.acknowledge("none", null);
  }

  @Test
  void a_store_that_does_not_answer_is_told_and_nothing_of_what_it_has() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "crm", "ticket.updated", "no", "");
    management.inbox.failure = new IllegalStateException("closed");

    assertThat(management.troubles()).extracting(Trouble::key).containsExactly("store");
    assertThat(management.known().isStoreKnown()).isFalse();
  }
}
