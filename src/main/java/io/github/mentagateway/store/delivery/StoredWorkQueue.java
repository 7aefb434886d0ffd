package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.LeaseLostException;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.write.Part;
import io.github.mentagateway.store.write.Writer;
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

/** Hands out what is due, one delivery of a line at a time, and has the ends of attempts written. For any thread. */
public final class StoredWorkQueue implements WorkQueue {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final Duration LONGEST_BETWEEN_TRIES = Duration.ofSeconds(30);

  private final Database database;
  private final Writer writer;
  private final Clock clock;
  private final KnownChannels channels;
  private final Instances instances;
  private final ReadyDeliveries ready;
  private final Deliveries deliveries;
  private final FencingTokens tokens;
  private final NewerElsewhere elsewhere;
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

  public StoredWorkQueue(Database database, Writer writer, Ids ids, Clock clock, KnownChannels channels, CircuitBreakers breakers,
      Instances instances, NewerElsewhere elsewhere, AttemptFile attempts, Timing timing) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.channels = channels;
    this.instances = instances;
    this.elsewhere = elsewhere;
    this.ready = new ReadyDeliveries(clock, attempts, instances::stands, timing.nanos());
    this.deliveries = new Deliveries(ids, channels, instances, ready, this::giveBack, this::giveUp);
    this.tokens = new FencingTokens(database);
    this.claims = new Claims(database, ids, channels, breakers, instances, ready, this::giveBack, this::giveUp);
    this.parts = new Settle.Parts(ids, channels, breakers, tokens, deliveries, ready);
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /** Before any others of deliveries. */
  public Part tokens() {
    return tokens;
  }

  /** After everything that changes deliveries and channels. */
  public Part claims() {
    return claims;
  }

  /** @param listeners who is told of each instance that is taken over */
  public void inherit(List<Instances.TakeoverListener> listeners) {
    instances.inherit(deliveries, ready, listeners);
  }

  /** @param poll how often to look for work that nobody told of; empty: never */
  public void start(Optional<Duration> poll) {
    poll.filter(any -> database.isShared()).ifPresent(pause -> timer.scheduleWithFixedDelay(this::wakeAll, pause.toMillis(),
        pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void wakeAll() {
    ready.moreEverywhere();
    ready.signalAll();
  }

  /** A channel may have something again. */
  public void wake(String channel) {
    ready.more(channel);
    ready.signal(List.of(channel));
  }

  /** One after the other: two of one channel must not be decided together. */
  @Override
  public synchronized void open(String channel, ChannelRules rules, Runnable onWork) {
    IllegalStateException refusal =
        writer.decide(new OpenChannel(channel, rules, onWork, channels, deliveries, ready, elsewhere, database.locking()));
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public void close(String channel) {
    ready.close(channel).forEach(this::giveBack);
    // last: else whoever opens it anew meanwhile would be closed as well
    channels.readNoMore(channel);
  }

  @Override
  public List<Work> claim(String channel, int most) {
    if (closed || most < 1) {
      return List.of();
    }
    List<Work> works = ready.take(channel, most);
    if (!works.isEmpty() || !ready.mayHaveMore(channel)) {
      return works;
    }
    look(channel);
    return ready.take(channel, most);
  }

  @Override
  public void rest(String channel) {
    if (!closed) {
      ready.rest(channel).forEach(this::giveBack);
    }
  }

  @Override
  public Instant reserve(String channel, int count, Duration apart) {
    return ready.localTime(writer.decide(new ReserveSlots(channel, apart.multipliedBy(count).toNanos() / 1_000)));
  }

  private void look(String channel) {
    Look look = looks.compute(channel, (name, before) ->
        before == null || before.isBegun() ? submitted(new Look(name, deliveries, claims)) : before);
    try {
      look.future().join();
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
    return closed ? Optional.empty() : ready.nextDue(channel);
  }

  @Override
  public boolean holds(Work work) {
    Claimed claimed = ready.of(work);
    return claimed != null && instances.stands(claimed);
  }

  @Override
  public Optional<String> overtaken(Work work) {
    Claimed claimed = ready.of(work);
    return claimed == null ? Optional.empty() : Optional.ofNullable(elsewhere.refusal(claimed.delivery()));
  }

  @Override
  public void allAreOpen() {
    elsewhere.allAreOpen();
  }

  @Override
  public CompletableFuture<Void> settle(Work work, Instant startedAt, Duration took, Settlement settlement) {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    settle(new End(claimed(work), startedAt, took, settlement), settled);
    return settled;
  }

  private Claimed claimed(Work work) {
    Claimed claimed = ready.of(work);
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
          ready.end(end.claimed().work());
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
    ready.end(work);
    giveBack(claimed);
    ready.more(claimed.delivery().channel());
  }

  private void giveBack(Claimed claimed) {
    insist(() -> {
      GiveBack change = new GiveBack(claimed, tokens, deliveries);
      writer.submit(change);
      return change.future();
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
    ready.channels().forEach(this::close);
    Leave leave = new Leave(instances);
    writer.submit(leave);
    leave.future().exceptionally(failure -> null).join();
  }
}
