package io.github.mentagateway.inbox;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inbox in an H2 file: one process, one writer, lanes in memory. Opened by {@link InboxFactory}. */
final class H2Inbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(H2Inbox.class);

  private final InboxOptions options;
  private final Clock clock;
  private final HikariDataSource readers;
  private final Transaction transaction;
  private final H2Dialect dialect;
  private final RunningAttempts running;
  private final Ids ids;
  private final Lanes lanes = new Lanes();
  private final RecentContent recent = new RecentContent();
  private final GroupCommit writer;
  private final StoredLetters letters;
  private final Copies copies;
  private final Retention retention;
  private final StoredDuplicates duplicates;
  private final Semaphore queue;
  private final Map<Long, Entry> claimed = new ConcurrentHashMap<>();
  private final AtomicReference<Throwable> fatal = new AtomicReference<>();
  private final DiskSpace disk;
  private final AtomicReference<Consumer<Throwable>> fatalHandler = new AtomicReference<>();
  private volatile boolean closed;

  H2Inbox(InboxOptions options, Clock clock, HikariDataSource readers, Connection connection, RunningAttempts running)
      throws SQLException {
    this.options = options;
    this.clock = clock;
    this.readers = readers;
    this.running = running;
    this.dialect = new H2Dialect(clock, new MemoryLaneChanges(lanes, recent, running));
    this.transaction = new Transaction(connection, dialect);
    this.ids = Schema.identify(connection);
    this.queue = new Semaphore(options.queue());
    this.disk = new DiskSpace(options.minFree(), options.free(), clock);
    this.writer = new GroupCommit("inbox-writer", transaction, null, lanes::signal, this::broken);
    this.copies = new Copies(options.horizon());
    Superseded superseded = new H2Superseded(readers, ids, lanes, writer);
    this.letters = new StoredLetters(readers, superseded, ids, writer);
    this.retention = new Retention(readers, writer);
    this.duplicates = new StoredDuplicates(readers, superseded, ids);
  }

  /** Reads what an earlier process left, then begins to write. */
  void recover() throws SQLException, IOException {
    Instant now = clock.instant();
    transaction.begin(new Preparation());
    for (RunningAttempts.Slot slot : running.interrupted()) {
      if (DeliveryTable.countInterrupted(transaction, slot)) {
        AttemptTable.insert(transaction, slot.number(), new Attempt(slot.attempt(), slot.startedAt(),
            nonNegative(Duration.between(slot.startedAt(), now)), Attempt.Outcome.INTERRUPTED, "the gateway ended during this attempt"));
      }
    }
    DeliveryTable.deleteUnfinished(transaction, null);
    transaction.mustSync();
    transaction.finish();
    transaction.commit();
    running.clear();
    dialect.recover(transaction);
    DeliveryTable.eachWaiting(transaction, lanes::add);
    writer.start();
  }

  private static Duration nonNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  @Override
  public CompletableFuture<Receipt> accept(Arrival arrival) {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      return CompletableFuture.failedFuture(new InboxUnavailableException(problem.get()));
    }
    if (!queue.tryAcquire()) {
      return CompletableFuture.failedFuture(InboxOptions.queueIsFull(options.queue()));
    }
    Accept accept = new Accept(arrival, ids, copies);
    CompletableFuture<Receipt> answer = accept.future().whenComplete((receipt, failure) -> queue.release());
    writer.submit(accept);
    return answer;
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
    try {
      opening.future().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void close(String channel) {
    lanes.close(channel);
  }

  @Override
  public List<Work> claim(String channel, int most) {
    if (closed || fatal.get() != null || most < 1) {
      return List.of();
    }
    Instant now = clock.instant();
    List<Entry> entries = lanes.claim(channel, most, now);
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Work> works = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      claimed.put(entry.number(), entry);
      try {
        works.add(work(entry, now));
      } catch (SQLException | IOException | RuntimeException | Error e) {
        // a claim that nobody holds would stop its lane for ever: the next start hands all of them out again
        broken(e);
      }
    }
    return works;
  }

  private Work work(Entry entry, Instant now) throws SQLException, IOException {
    Original original = recent.get(entry.notification());
    Payload payload = new Payload(entry.payloadKind(), null);
    if (original == null || !payload.isOriginal()) {
      try (Connection connection = readers.getConnection()) {
        original = original == null ? NotificationTable.find(connection, entry.notification()) : original;
        payload = payload.isOriginal() ? payload : new Payload(entry.payloadKind(), DeliveryTable.payload(connection, entry.number()));
      }
    }
    int attempt = entry.attempts() + 1;
    running.begin(entry.number(), attempt, now);
    return new Work(entry.number(), ids.format(entry.number()), ids.format(entry.notification()), entry.channel(), entry.entity(),
        entry.action(), attempt, attempt - entry.forgiven(), false, entry.receivedAt(), payload, original);
  }

  @Override
  public Optional<Instant> nextDue(String channel) {
    return lanes.nextDue(channel);
  }

  @Override
  public CompletableFuture<Void> settle(Work work, Attempt attempt, Settlement settlement) {
    Entry entry = claimed(work);
    CompletableFuture<Void> settled =
        settlement instanceof Settlement.Delivered delivered && delivered.sends().size() > ManySends.AT_ONCE
            ? settleMany(entry, attempt, delivered.sends())
            : submit(new Settle(Claim.of(entry), attempt, settlement, ids));
    // only this claim: the next attempt of the same delivery may have been claimed by now
    return settled.thenRun(() -> claimed.remove(work.number(), entry));
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
    giveBack(claimed(work));
  }

  @Override
  public boolean holds(Work work) {
    return claimed.containsKey(work.number());
  }

  @Override
  public Channels channels() {
    throw new UnsupportedOperationException();
  }

  private Entry claimed(Work work) {
    Entry entry = claimed.get(work.number());
    if (entry == null) {
      throw new IllegalStateException("delivery " + work.deliveryId() + " is not claimed: it was settled or released already");
    }
    return entry;
  }

  private void giveBack(Entry entry) {
    claimed.remove(entry.number());
    try {
      running.end(entry.number());
    } catch (IOException e) {
      throw new UncheckedIOException("the list of running attempts cannot be written", e);
    }
    lanes.settle(entry, entry, false);
    lanes.signal(List.of(entry.channel()));
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
    return lanes.backlog();
  }

  @Override
  public Optional<String> problem() {
    if (closed) {
      return Optional.of("the inbox is closed");
    }
    Throwable cause = fatal.get();
    return cause != null ? Optional.of("the store failed: " + Sql.explain(cause)) : disk.problem();
  }

  @Override
  public void onFatal(Consumer<Throwable> handler) {
    fatalHandler.set(handler);
    tellFatal();
  }

  private void broken(Throwable cause) {
    if (closed) {
      // who still reads while the database goes away must not turn an end in order into a failure
      LOG.warn("event=store_failed_while_closing error={}", Sql.explain(cause));
      return;
    }
    fatal.compareAndSet(null, cause);
    tellFatal();
  }

  /** On a thread of its own: a handler that ends the process would wait for the writer that calls it. */
  private void tellFatal() {
    Throwable cause = fatal.get();
    Consumer<Throwable> handler = cause == null ? null : fatalHandler.getAndSet(null);
    if (handler != null) {
      new Thread(() -> handler.accept(cause), "inbox-failed").start();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    writer.close();
    try (Connection connection = readers.getConnection(); Statement statement = connection.createStatement()) {
      if (fatal.get() == null) {
        statement.execute("CHECKPOINT SYNC");
      }
      statement.execute(fatal.get() == null && compactionPays(connection) ? "SHUTDOWN COMPACT" : "SHUTDOWN");
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
