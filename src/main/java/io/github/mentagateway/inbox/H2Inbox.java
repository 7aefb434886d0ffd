package io.github.mentagateway.inbox;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inbox in an H2 file: one process, one writer, lanes in memory. Opened by {@link H2Factory}. */
final class H2Inbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(H2Inbox.class);

  private final Clock clock;
  private final HikariDataSource readers;
  private final Transaction transaction;
  private final H2File file;
  private final H2Dialect dialect;
  private final RunningAttempts running;
  private final Ids ids;
  private final RecentContent recent = new RecentContent();
  private final Lanes lanes;
  private final Loading loading;
  private final H2Claims claims;
  private final GroupCommit writer;
  private final StoredLetters letters;
  private final H2Channels channels;
  private final Admission admission;
  private final Retention retention;
  private final StoredDuplicates duplicates;
  private final DiskSpace disk;
  private final Breakdown breakdown = new Breakdown();
  private volatile boolean closed;

  H2Inbox(InboxOptions options, Clock clock, HikariDataSource readers, Connection connection, RunningAttempts running)
      throws SQLException {
    this.clock = clock;
    this.readers = readers;
    this.running = running;
    this.ids = Schema.identify(connection);
    this.disk = new DiskSpace(options.minFree(), options.free(), clock);
    this.lanes = new Lanes(clock, recent);
    this.file = H2File.of(connection, clock);
    this.dialect = new H2Dialect(clock, new MemoryLaneChanges(lanes, recent, running), file);
    this.transaction = new Transaction(connection, dialect);
    this.loading = new Loading(readers, lanes, breakdown::becauseOf);
    this.claims = new H2Claims(readers, ids, lanes, recent, running, breakdown::becauseOf);
    this.writer = new GroupCommit("inbox-writer", transaction, null, lanes::signal, breakdown::becauseOf);
    this.admission = new Admission(options, ids, writer);
    Superseded superseded = new H2Superseded(readers, ids, lanes, loading, writer);
    this.letters = new StoredLetters(readers, superseded, ids, writer);
    this.channels = new H2Channels(lanes, dialect.lanes(), writer);
    this.retention = new Retention(readers, writer);
    this.duplicates = new StoredDuplicates(readers, superseded, ids);
  }

  /** Settles what an earlier process left half done, then begins to write, and to read what waits. */
  void recover() throws SQLException, IOException {
    Instant now = clock.instant();
    transaction.begin(new Preparation());
    for (RunningAttempts.Slot slot : running.interrupted()) {
      if (DeliveryTable.countInterrupted(transaction, slot)) {
        AttemptTable.insert(transaction, slot.number(), new Attempt(slot.attempt(), slot.startedAt(),
            nonNegative(Duration.between(slot.startedAt(), now)), Attempt.Outcome.INTERRUPTED, "the gateway ended during this attempt"));
      }
    }
    UnfinishedSends.takeAllBack(transaction);
    transaction.mustSync();
    transaction.finish();
    transaction.commit();
    running.clear();
    dialect.recover(transaction);
    PauseTable.all(transaction).forEach(lanes::pause);
    loading.start();
    writer.start();
  }

  private static Duration nonNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  @Override
  public CompletableFuture<Receipt> accept(Arrival arrival) {
    return admission.accept(arrival, problem());
  }

  @Override
  public void answered(Receipt receipt) {
    if (receipt.outcome() != Receipt.Outcome.QUARANTINED) {
      ids.parse(receipt.id()).ifPresent(dialect.unanswered()::answered);
    }
  }

  @Override
  public Duplicates duplicates() {
    return duplicates;
  }

  @Override
  public void open(String channel, ChannelRules rules, Runnable onWork) {
    OpenChannel opening = new OpenChannel(channel, rules, onWork, lanes, dialect.lanes());
    writer.submit(opening);
    Superseded.joined(opening.future());
  }

  @Override
  public void close(String channel) {
    lanes.close(channel);
  }

  @Override
  public List<Work> claim(String channel, int most) {
    return closed || breakdown.cause() != null || most < 1 ? List.of() : claims.claim(channel, most, clock.instant());
  }

  @Override
  public Optional<Instant> nextDue(String channel) {
    return lanes.nextDue(channel);
  }

  @Override
  public CompletableFuture<Void> settle(Work work, Attempt attempt, Settlement settlement) {
    Entry entry = claims.of(work);
    CompletableFuture<Void> settled =
        settlement instanceof Settlement.Delivered delivered && delivered.sends().size() > ManySends.AT_ONCE
            ? settleMany(entry, attempt, delivered.sends())
            : submit(new Settle(Claim.of(entry), attempt, settlement, ids));
    return settled.thenRun(() -> claims.settled(entry));
  }

  private CompletableFuture<Void> settleMany(Entry entry, Attempt attempt, List<Send> sends) {
    ManySends many = new ManySends(entry, writer);
    return many.write(sends).thenCompose(written ->
        submit(new Settle(Claim.of(entry), attempt, new Settlement.Delivered(List.of()), written, ids))
            .handle((done, failure) -> failure == null ? CompletableFuture.<Void>completedFuture(null)
                : many.takeBack().handle((back, again) -> CompletableFuture.<Void>failedFuture(failure)).thenCompose(failed -> failed))
            .thenCompose(result -> result));
  }

  private CompletableFuture<Void> submit(Settle settle) {
    writer.submit(settle);
    return settle.future();
  }

  @Override
  public void release(Work work) {
    claims.release(work);
  }

  @Override
  public boolean holds(Work work) {
    return claims.holds(work);
  }

  @Override
  public Channels channels() {
    return channels;
  }

  @Override
  public Letters letters() {
    return letters;
  }

  @Override
  public CompletableFuture<Boolean> removeDelivered(Instant before) {
    return closed ? CompletableFuture.failedFuture(new InboxUnavailableException("the inbox is closed")) : retention.step(before);
  }

  @Override
  public List<Backlog> backlog() {
    List<Backlog> backlogs = new ArrayList<>();
    for (Lanes.Waiting one : lanes.waiting()) {
      backlogs.add(new Backlog(one.channel(), one.read(), one.waiting(), claims.receivedAt(one.oldest())));
    }
    return backlogs;
  }

  @Override
  public Optional<String> problem() {
    if (closed) {
      return Optional.of("the inbox is closed");
    }
    Throwable cause = breakdown.cause();
    return cause != null ? Optional.of("the store failed: " + Sql.explain(cause)) : disk.problem();
  }

  @Override
  public void onFatal(Consumer<Throwable> handler) {
    breakdown.onFatal(handler);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    breakdown.closed();
    loading.close();
    writer.close();
    try (Connection connection = readers.getConnection(); Statement statement = connection.createStatement()) {
      if (breakdown.cause() == null) {
        statement.execute("CHECKPOINT SYNC");
        file.release();
      }
      statement.execute(breakdown.cause() == null && compactionPays(connection) ? "SHUTDOWN COMPACT" : "SHUTDOWN");
    } catch (SQLException e) {
      // the connection dies with the database that it shuts down
    }
    closeCalmly(running);
    readers.close();
  }

  private static boolean compactionPays(Connection connection) throws SQLException {
    Compaction compaction = Compaction.of(connection);
    if (compaction.pays()) {
      LOG.info("event=compacting file_bytes={} live_bytes={}", compaction.fileBytes(), compaction.liveBytes());
    }
    return compaction.pays();
  }

  /** What they hold is on disk already, and the database is gone. */
  private static void closeCalmly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.debug("closing the inbox", e);
    }
  }
}
