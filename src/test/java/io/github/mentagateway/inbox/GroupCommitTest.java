package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MovableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer does when the database fails under it. */
class GroupCommitTest {
  @TempDir
  Path folder;
  private Connection database;
  private final AtomicInteger commits = new AtomicInteger();
  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
  private final List<String> written = new ArrayList<>();
  private volatile int failingCommit = Integer.MAX_VALUE;
  private GroupCommit writer;

  @BeforeEach
  void open() throws SQLException {
    database = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("db"), "sa", "");
    MovableClock clock = new MovableClock();
    RecentContent recent = new RecentContent();
    H2Dialect dialect = new H2Dialect(clock, new MemoryLaneChanges(new Lanes(clock, recent), recent, null),
        H2File.of(database, clock));
    writer = new GroupCommit("writer", new Transaction(failing(database), dialect), null, channels -> {}, fatal::complete);
    writer.start();
  }

  @AfterEach
  void close() throws SQLException {
    writer.close();
    database.close();
  }

  @Test
  void after_a_commit_that_failed_nothing_more_is_written_and_everybody_is_told() {
    Probe first = new Probe("first");
    Probe second = new Probe("second");
    failingCommit = 1;

    together(first, second);
    Probe later = new Probe("later");
    writer.submit(later);

    for (Probe probe : List.of(first, second, later)) {
      assertThat(InboxDriver.failure(probe.told)).isInstanceOf(InboxUnavailableException.class)
          .hasMessage("the store failed and has to be reopened: the disk is gone (SQL state 58030)");
    }
    assertThat(fatal.join()).hasMessage("the disk is gone");
    assertThat(written).containsExactly("first", "second");
  }

  @Test
  void a_commit_that_fails_while_a_group_is_written_one_by_one_ends_it_too() {
    Probe bad = new Probe("bad");
    bad.refuses = true;
    Probe good = new Probe("good");
    Probe after = new Probe("after");
    failingCommit = 1;

    together(bad, good, after);

    assertThat(InboxDriver.failure(bad.told)).hasMessageStartingWith("the store refused it: ");
    assertThat(InboxDriver.failure(good.told)).hasMessageStartingWith("the store failed and has to be reopened: ");
    assertThat(InboxDriver.failure(after.told)).hasMessageStartingWith("the store failed and has to be reopened: ");
    assertThat(written).containsExactly("bad", "bad", "good");
  }

  @Test
  void what_goes_wrong_after_the_commit_is_never_written_a_second_time() {
    Probe odd = new Probe("odd");
    odd.failsAfterwards = true;
    Probe neighbour = new Probe("neighbour");

    together(odd, neighbour);

    assertThat(InboxDriver.failure(odd.told)).isInstanceOf(InboxUnavailableException.class);
    assertThat(fatal.join()).hasMessage("memory does not follow");
    assertThat(written).containsExactly("odd", "neighbour");
  }

  @Test
  void a_group_of_which_one_is_refused_is_written_one_by_one() {
    Probe bad = new Probe("bad");
    bad.refuses = true;
    Probe good = new Probe("good");

    together(good, bad);

    good.told.join();
    assertThat(InboxDriver.failure(bad.told)).isInstanceOf(InboxUnavailableException.class);
    assertThat(fatal).isNotDone();
  }

  @Test
  void what_comes_after_the_end_is_refused() {
    writer.close();
    Probe late = new Probe("late");

    writer.submit(late);

    assertThat(InboxDriver.failure(late.told)).hasMessage("the inbox is closed");
  }

  /** Holds the writer up, so that these are one group. */
  private void together(Probe... probes) {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Probe gate = new Probe("gate") {
      @Override
      public void answer() {
        commits.set(0);
        written.clear();
        entered.countDown();
        InboxDriver.awaitCalmly(leave);
        super.answer();
      }
    };
    int failing = failingCommit;
    failingCommit = Integer.MAX_VALUE;
    writer.submit(gate);
    InboxDriver.awaitCalmly(entered);
    failingCommit = failing;
    for (Probe probe : probes) {
      writer.submit(probe);
    }
    leave.countDown();
    for (Probe probe : probes) {
      probe.told.exceptionally(failure -> null).join();
    }
  }

  private Connection failing(Connection real) {
    return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("commit") && commits.incrementAndGet() == failingCommit) {
            throw new SQLException("the disk is gone", "58030");
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private class Probe implements Change {
    private final String name;
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private boolean refuses;
    private boolean failsAfterwards;

    Probe(String name) {
      this.name = name;
    }

    @Override
    public void write(Transaction transaction) throws SQLException {
      written.add(name);
      if (refuses) {
        throw new SQLException("does not fit", "22001");
      }
    }

    @Override
    public void committed() {
      if (failsAfterwards) {
        throw new IllegalStateException("memory does not follow");
      }
    }

    @Override
    public void answer() {
      told.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      told.completeExceptionally(cause);
    }
  }
}
