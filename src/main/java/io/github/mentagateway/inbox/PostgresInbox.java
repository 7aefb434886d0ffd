package io.github.mentagateway.inbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbox in a PostgreSQL database that several instances may share. Nothing that counts is in memory: an instance holds the claims
 * of its attempts under way, each with a lease, and no more. Opened by {@link PostgresFactory}.
 */
final class PostgresInbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresInbox.class);
  private static final int RENEWALS_PER_LEASE = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final HikariDataSource pool;
  private final Ids ids;
  private final ChannelBook channelBook = new ChannelBook();
  private final SharedUnanswered unanswered = new SharedUnanswered();
  private final Admission admission;
  private final Leases leases;
  private final SharedWork work;
  private final SharedBacklog backlog;
  private final GroupCommit writer;
  /** For what takes longer: a person's decisions, retention, and runs that send much. */
  private final GroupCommit aside;
  private final StoredLetters letters;
  private final StoredDuplicates duplicates;
  private final SharedChannels channels;
  private final Retention retention;
  private final ScheduledThreadPoolExecutor timer;
  private final Breakdown breakdown = new Breakdown();
  /** Settlements to be written when the store is back: whoever asked for one waits for it. */
  private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  PostgresInbox(InboxOptions options, Clock clock, SharedTiming timing, HikariDataSource pool, Ids ids) throws SQLException {
    this.pool = pool;
    this.ids = ids;
    this.leases = new Leases(options.lease(), timing.nanos(), timing.clock());
    this.work = new SharedWork(pool, ids, leases, new LaneClaims(timing.clock(), options.lease(), channelBook));
    this.backlog = new SharedBacklog(pool, channelBook, timing.clock(), clock);
    GroupCommit.Opener opener = () -> new Transaction(PostgresFactory.writable(pool),
        new PostgresDialect(timing.clock(), clock, channelBook, unanswered));
    GroupCommit.Opener openerAside = () -> new Transaction(PostgresFactory.writable(pool),
        new PostgresDialect(timing.clock(), clock, channelBook, new SharedUnanswered()));
    this.writer = new GroupCommit("inbox-writer", opener.open(), opener, channelBook::signal, breakdown::becauseOf);
    this.aside = new GroupCommit("inbox-aside", openerAside.open(), openerAside, channelBook::signal, breakdown::becauseOf);
    this.admission = new Admission(options, ids, writer);
    Superseded superseded = new SharedSuperseded(ids, channelBook, aside);
    this.letters = new StoredLetters(pool, superseded, ids, aside);
    this.duplicates = new StoredDuplicates(pool, superseded, ids);
    this.channels = new SharedChannels(pool, timing.clock(), channelBook);
    this.retention = new Retention(pool, aside);
    this.timer = timer();
    begin(options.lease(), timing);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "inbox-timer");
      thread.setDaemon(true);
      return thread;
    });
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  private void begin(Duration lease, SharedTiming timing) {
    writer.start();
    aside.start();
    long between = lease.toMillis() / RENEWALS_PER_LEASE;
    timer.scheduleWithFixedDelay(this::renew, between, between, TimeUnit.MILLISECONDS);
    // what other instances took in or left behind, and what fell due meanwhile
    timing.poll().ifPresent(every ->
        timer.scheduleWithFixedDelay(channelBook::signalAll, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void renew() {
    try (Connection connection = pool.getConnection()) {
      leases.renew(connection);
    } catch (SQLException | RuntimeException e) {
      LOG.warn("event=leases_not_renewed error={} next=again", Sql.explain(e));
    }
  }

  @Override
  public CompletableFuture<Receipt> accept(Arrival arrival) {
    return admission.accept(arrival, problem());
  }

  @Override
  public void answered(Receipt receipt) {
    if (receipt.outcome() != Receipt.Outcome.QUARANTINED) {
      ids.parse(receipt.id()).ifPresent(unanswered::answered);
    }
  }

  @Override
  public void open(String channel, ChannelRules rules, Runnable onWork) {
    OpenSharedChannel opening = new OpenSharedChannel(channel, rules, onWork, channelBook);
    writer.submit(opening);
    Superseded.joined(opening.future());
  }

  @Override
  public void close(String channel) {
    channelBook.close(channel);
  }

  @Override
  public List<Work> claim(String channel, int most) {
    return closed || most < 1 || !channelBook.isRead(channel) ? List.of() : work.claim(channel, most);
  }

  @Override
  public Optional<Instant> nextDue(String channel) {
    return closed ? Optional.empty() : backlog.nextDue(channel);
  }

  @Override
  public boolean holds(Work claimed) {
    return leases.stands(claimed);
  }

  @Override
  public CompletableFuture<Void> settle(Work done, Attempt attempt, Settlement settlement) {
    Claim claim = work.claimOf(done);
    CompletableFuture<Void> settled = new CompletableFuture<>();
    settle(done, claim, attempt, settlement, settled);
    return settled;
  }

  /** While the store does not answer the attempt keeps its lane, and is settled when the store is back: if it still has the lane then. */
  private void settle(Work done, Claim claim, Attempt attempt, Settlement settlement, CompletableFuture<Void> settled) {
    Settle settle = new Settle(claim, attempt, settlement, ids);
    (Settle.sendsMuch(settlement) ? aside : writer).submit(settle);
    settle.future().whenComplete((nothing, failure) -> {
      if (failure instanceof InboxUnavailableException unavailable && unavailable.isPassing() && !closed) {
        again(() -> settle(done, claim, attempt, settlement, settled), settled, failure);
      } else if (failure == null) {
        leases.remove(done);
        settled.complete(null);
      } else {
        if (failure instanceof LeaseLostException) {
          leases.remove(done);
        }
        settled.completeExceptionally(failure);
      }
    });
  }

  private void again(Runnable task, CompletableFuture<Void> settled, Throwable failure) {
    waiting.add(settled);
    try {
      timer.schedule(() -> {
        waiting.remove(settled);
        task.run();
      }, BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ending) {
      settled.completeExceptionally(failure);
    }
  }

  @Override
  public void release(Work claimed) {
    Claim claim = work.claimOf(claimed);
    leases.remove(claimed);
    work.release(claim);
    channelBook.signal(List.of(claimed.channel()));
  }

  @Override
  public Letters letters() {
    return letters;
  }

  @Override
  public Channels channels() {
    return channels;
  }

  @Override
  public Duplicates duplicates() {
    return duplicates;
  }

  @Override
  public CompletableFuture<Boolean> removeDelivered(Instant before) {
    return closed ? CompletableFuture.failedFuture(new InboxUnavailableException("the inbox is closed")) : retention.step(before);
  }

  @Override
  public List<Backlog> backlog() {
    return backlog.list();
  }

  @Override
  public Optional<String> problem() {
    return closed ? Optional.of("the inbox is closed") : writer.problem();
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
    timer.shutdownNow();
    waiting.forEach(settled -> settled.completeExceptionally(new InboxUnavailableException("the inbox is closed")));
    writer.close();
    aside.close();
    try (Connection connection = pool.getConnection()) {
      leases.abandonAll(connection);
    } catch (SQLException e) {
      LOG.warn("event=leases_left error={} next=others wait until they end", Sql.explain(e));
    }
    pool.close();
  }
}
