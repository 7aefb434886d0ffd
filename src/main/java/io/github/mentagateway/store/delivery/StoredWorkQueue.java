package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.LeaseLostException;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.write.Change;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import io.github.mentagateway.store.write.Writer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** For any thread. */
public final class StoredWorkQueue implements WorkQueue {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final Duration LONGEST_BETWEEN_TRIES = Duration.ofSeconds(30);

  private final Database database;
  private final Writer writer;
  private final Clock clock;
  private final KnownChannels channels;
  private final Instances instances;
  private final ReadyDeliveries handout;
  private final Deliveries deliveries;
  private final FencingTokens fences;
  private final Claims claims;
  private final Settle.Parts parts;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();
  private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
    Thread thread = new Thread(task, "store-timer");
    thread.setDaemon(true);
    return thread;
  });
  private volatile boolean closed;

  public StoredWorkQueue(Database database, Writer writer, Ids ids, Clock clock, KnownChannels channels, CircuitBreakers outages, Instances instances,
      AttemptFile attempts, Timing timing) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.channels = channels;
    this.instances = instances;
    this.handout = new ReadyDeliveries(clock, attempts, instances::stands, timing.nanos());
    this.deliveries = new Deliveries(ids, channels, instances, handout, this::giveBack, this::giveUp);
    this.fences = new FencingTokens(database);
    this.claims = new Claims(database, ids, channels, outages, instances, handout, this::giveBack, this::giveUp);
    this.parts = new Settle.Parts(ids, channels, outages, fences, deliveries, handout);
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /** Before any others of deliveries. */
  public Part fences() {
    return fences;
  }

  /** After everything that changes deliveries and channels. */
  public Part claims() {
    return claims;
  }

  /** @param heirs who is told of each instance that is taken over */
  public void inherit(List<Instances.TakeoverListener> heirs) {
    instances.inherit(deliveries, handout, heirs);
  }

  /** @param poll how often to look for work that nobody told of; empty: never */
  public void start(Optional<Duration> poll) {
    poll.filter(any -> database.isShared()).ifPresent(pause -> timer.scheduleWithFixedDelay(this::wakeAll, pause.toMillis(),
        pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void wakeAll() {
    handout.moreEverywhere();
    handout.signalAll();
  }

  /** A channel may have something again. */
  public void wake(String channel) {
    handout.more(channel);
    handout.signal(List.of(channel));
  }

  /** One after the other: two of one channel must not be decided together. */
  @Override
  public synchronized void open(String channel, ChannelRules rules, Runnable onWork) {
    IllegalStateException refusal =
        writer.decide(new OpenChannel(channel, rules, onWork, channels, deliveries, handout, database.locking()));
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public void close(String channel) {
    handout.close(channel).forEach(this::giveBack);
    // last: else whoever opens it anew meanwhile would be closed as well
    channels.readNoMore(channel);
  }

  @Override
  public List<Work> claim(String channel, int most) {
    if (closed || most < 1) {
      return List.of();
    }
    List<Work> works = handout.take(channel, most);
    if (!works.isEmpty() || !handout.mayHaveMore(channel)) {
      return works;
    }
    look(channel);
    return handout.take(channel, most);
  }

  private void look(String channel) {
    Look look = looks.compute(channel, (name, before) -> before == null || before.begun ? submitted(new Look(name)) : before);
    try {
      look.future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Look submitted(Look look) {
    writer.submit(look);
    return look;
  }

  @Override
  public Optional<Instant> nextDue(String channel) {
    return closed ? Optional.empty() : handout.nextDue(channel);
  }

  @Override
  public boolean holds(Work work) {
    Claimed claimed = handout.of(work);
    return claimed != null && instances.stands(claimed);
  }

  @Override
  public CompletableFuture<Void> settle(Work work, Instant startedAt, Duration took, Settlement settlement) {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    settle(new End(claimed(work), startedAt, took, settlement), settled);
    return settled;
  }

  private Claimed claimed(Work work) {
    Claimed claimed = handout.of(work);
    if (claimed == null) {
      throw new IllegalStateException("delivery " + work.deliveryId() + " is not claimed: it was settled or released already");
    }
    return claimed;
  }

  /** While the store does not answer, the attempt keeps its claim, and is settled when the store is back: if it still has the claim then. */
  private void settle(End end, CompletableFuture<Void> settled) {
    Settle settle = new Settle(end, parts);
    settle.future().whenComplete((nothing, failure) -> {
      if (failure instanceof InboxUnavailableException unavailable && unavailable.isPassing() && !closed) {
        again(() -> settle(end, settled), settled, failure);
      } else {
        if (failure == null || failure instanceof LeaseLostException) {
          handout.end(end.claimed().work());
        }
        if (failure == null) {
          settled.complete(null);
        } else {
          settled.completeExceptionally(failure);
        }
      }
    });
    writer.submit(settle);
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
  public void release(Work work) {
    Claimed claimed = claimed(work);
    handout.end(work);
    giveBack(claimed);
    handout.more(claimed.delivery().channel());
  }

  private void giveBack(Claimed claimed) {
    insist(() -> {
      GiveBack change = new GiveBack(claimed);
      writer.submit(change);
      return change.future;
    }, BETWEEN_TRIES);
  }

  /** Of a claim that nobody here has in hand: whatever the reason why the store refused it, nobody else would try again. */
  private void insist(Supplier<CompletableFuture<Void>> change, Duration pause) {
    change.get().whenComplete((nothing, failure) -> {
      if (failure == null || failure instanceof LeaseLostException || closed) {
        return;
      }
      boolean passing = failure instanceof InboxUnavailableException unavailable && unavailable.isPassing();
      Duration doubled = pause.multipliedBy(2);
      Duration next = passing ? BETWEEN_TRIES : doubled.compareTo(LONGEST_BETWEEN_TRIES) < 0 ? doubled : LONGEST_BETWEEN_TRIES;
      try {
        timer.schedule(() -> insist(change, next), pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException ending) {
        // its claims end with this process
      }
    });
  }

  /** Claimed, and its notification is not there: one dead letter, which a person can look at. */
  private void giveUp(Content.Row row) {
    String reason = "its notification is not in the store any more: nothing can be delivered";
    End end = new End(new Claimed(row.delivery(), row.claim(), null), clock.instant(), Duration.ZERO, new Settlement.DeadLetter(reason));
    insist(() -> {
      Settle change = new Settle(end, parts);
      writer.submit(change);
      return change.future();
    }, BETWEEN_TRIES);
  }

  /** Ends what this process has; the writer must still write. */
  public void leave() {
    closed = true;
    timer.shutdownNow();
    waiting.forEach(settled -> settled.completeExceptionally(new InboxUnavailableException("the inbox is closed")));
    handout.channels().forEach(this::close);
    Leave leave = new Leave();
    writer.submit(leave);
    leave.future.exceptionally(failure -> null).join();
  }

  /** Looks into the table for one channel. */
  private final class Look implements Change {
    private final String channel;
    private final CompletableFuture<Void> future = new CompletableFuture<>();
    private volatile boolean begun;

    Look(String channel) {
      this.channel = channel;
    }

    @Override
    public void prepare(Group group) {
      deliveries.leaveToLook(channel);
    }

    @Override
    public void apply(Group group) {
      begun = true;
      claims.look(channel);
    }

    @Override
    public void answer() {
      future.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      begun = true;
      future.completeExceptionally(cause);
    }
  }

  /** No attempt is made of what was claimed. */
  private final class GiveBack implements Change {
    private final Claimed claimed;
    private final CompletableFuture<Void> future = new CompletableFuture<>();

    GiveBack(Claimed claimed) {
      this.claimed = claimed;
    }

    @Override
    public void prepare(Group group) {
      fences.about(claimed);
      group.lock(claimed.delivery().entity());
    }

    @Override
    public void apply(Group group) {
      if (fences.stands(claimed)) {
        deliveries.giveBack(group, claimed);
      }
    }

    @Override
    public void answer() {
      future.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      future.completeExceptionally(cause);
    }
  }

  private final class Leave implements Change {
    private final CompletableFuture<Void> future = new CompletableFuture<>();

    @Override
    public void prepare(Group group) {
      group.mustSync();
    }

    @Override
    public void apply(Group group) throws SQLException {
      instances.leave(group);
    }

    /** An end that is written with it would be of an attempt that counts as interrupted already. */
    @Override
    public boolean isAlone() {
      return true;
    }

    @Override
    public void answer() {
      future.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      future.completeExceptionally(cause);
    }
  }
}
