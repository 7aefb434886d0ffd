package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.store.InboxFactory;
import io.github.mentagateway.store.write.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A claim whose end the database refuses once, for whatever reason, does not keep its delivery until the restart. */
class UnownedClaimsTest {
  @TempDir
  Path folder;

  private final MovableClock clock = new MovableClock();
  private final CapturedLog log = CapturedLog.of(Writer.class.getName());
  private InboxDriver inbox;

  @BeforeEach
  void open() {
    inbox = new InboxDriver(InboxFactory.open(Stores.sqlite(folder), clock), clock);
  }

  @AfterEach
  void close() {
    inbox.inbox().close();
    log.close();
  }

  @Test
  void what_cannot_be_given_back_at_once_is_given_back_later() throws SQLException {
    inbox.reading(FIRST).accept("ticket:1", "a");
    Work work = inbox.claimOne(FIRST);
    refuseUpdatesOf("claim", "new.claim is null");

    inbox.inbox().work().release(work);
    untilRefused("GiveBack");
    refuseNoMore();

    await().untilAsserted(() -> assertThat(inbox.drain(FIRST)).containsExactly("a"));
  }

  @Test
  void what_cannot_be_given_up_at_once_is_given_up_later() throws SQLException {
    String lost = inbox.accept("ticket:1", "lost").id();
    run("delete from notification where number = 10000");
    refuseUpdatesOf("state", "new.state = 'dead'");

    inbox.reading(FIRST).claim(FIRST);
    untilRefused("Settle");
    refuseNoMore();

    await().until(() -> inbox.inbox().letters().find(lost).orElseThrow().letter().state().equals("dead"));
  }

  @Test
  void what_is_claimed_by_a_process_that_nobody_knows_any_more_is_handed_out_after_the_next_start() throws Exception {
    inbox.reading(FIRST).accept("ticket:1", "a");
    inbox.claimOne(FIRST);
    Path next = Files.createDirectories(folder.resolve("next"));
    for (String file : List.of("inbox.db", "inbox.db-wal")) {
      Files.copy(folder.resolve(file), next.resolve(file));
    }
    close();
    folder = next;
    run("delete from instance");

    open();

    assertThat(inbox.reading(FIRST).drain(FIRST)).containsExactly("a");
  }

  private void untilRefused(String change) {
    await().until(() -> log.lines().stream().anyMatch(line -> line.startsWith("ERROR event=change_failed change=" + change)));
  }

  private void refuseUpdatesOf(String column, String when) throws SQLException {
    run("create trigger refused before update of " + column + " on delivery when " + when + " begin select raise(abort, 'refused'); end");
  }

  private void refuseNoMore() throws SQLException {
    run("drop trigger refused");
  }

  private void run(String sql) throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("inbox.db") + "?busy_timeout=10000");
        Statement statement = other.createStatement()) {
      statement.execute(sql);
    }
  }
}
