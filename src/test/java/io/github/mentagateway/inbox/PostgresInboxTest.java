package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.PostgresServer;
import io.github.mentagateway.store.InboxFactory;
import io.github.mentagateway.store.delivery.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The conformance suite on PostgreSQL, and what is its own: several instances share it. */
class PostgresInboxTest extends NewStoreConformance {
  private final String url = PostgresServer.shared().newDatabase();
  private final Map<Inbox, String> names = new IdentityHashMap<>();

  @Override
  Inbox open(Path place, MovableClock clock, LongSupplier free) {
    String name = UUID.randomUUID().toString();
    Inbox inbox = InboxFactory.open(Stores.options(url + CutSockets.parameters(name), PostgresServer.USER, PostgresServer.PASSWORD,
        place, MIN_FREE, free), clock, timing(clock, Optional.empty()));
    names.put(inbox, name);
    return inbox;
  }

  @Override
  Journal journal(Path place) {
    return InboxFactory.openJournal(url, PostgresServer.USER, PostgresServer.PASSWORD);
  }

  static Timing timing(MovableClock clock, Optional<Duration> poll) {
    Instant start = clock.instant();
    LongSupplier nanos = () -> Duration.between(start, clock.instant()).toNanos();
    return new Timing(clock::instant, nanos, () -> clock.instant().toEpochMilli(), poll);
  }

  /** Its connections end. */
  @Override
  Path crash(Inbox inbox, Path place, Path next) throws IOException {
    Files.createDirectories(next);
    Files.copy(place.resolve("inbox.attempts"), next.resolve("inbox.attempts"));
    CutSockets.cut(names.get(inbox));
    Thread end = new Thread(inbox::close, "end of a killed inbox");
    end.setDaemon(true);
    end.start();
    await().until(() -> PostgresServer.shared().ask(url,
        "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'menta-gateway'").equals("0"));
    return next;
  }

  @Test
  void a_stadium_of_entities_is_sent_although_the_database_cannot_lock_so_many() {
    inbox().reading(FIRST, "mail").accept("event:1", "unlocked");
    int holders = 20_000;
    Send[] sends = IntStream.range(0, holders).mapToObj(i -> send("mail", "ticket:" + i, "to " + i)).toArray(Send[]::new);

    inbox().done(inbox().claimOne(FIRST), sends);

    assertThat(inbox().inbox().channels().backlog()).contains(new Channels.Backlog("mail", true, holders, clock().instant()));
    assertThat(inbox().claim("mail")).hasSize(100);
  }

  @Test
  void a_database_that_cannot_hold_every_text_is_refused() {
    String latin = PostgresServer.shared().newDatabase("encoding 'LATIN1' locale 'C' template template0");

    assertThatExceptionOfType(InboxUnavailableException.class)
        .isThrownBy(() -> InboxFactory.open(Stores.postgres(latin, folder.resolve("latin")), clock()))
        .withMessage("gateway.store.url is '" + latin + "': the database keeps texts in LATIN1, which cannot hold every text that"
            + " arrives. Create it with encoding 'UTF8'");
  }

  @Test
  void a_second_gateway_in_the_same_folder_is_refused() {
    assertThatExceptionOfType(InboxUnavailableException.class)
        .isThrownBy(() -> InboxFactory.open(Stores.postgres(url, folder.resolve("1")), clock()))
        .withMessage("another gateway runs in this folder already: stop that one, or run this one in a folder of its own");
  }
}
