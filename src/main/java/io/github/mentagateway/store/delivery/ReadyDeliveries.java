package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.store.sql.Columns;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has claimed, from the commit of the claim to the end of its attempt. Whoever reads a channel says how many attempts it
 * could begin now; so much of what is written next is claimed for it at once, in the statement that writes it. For any thread.
 */
final class ReadyDeliveries {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyDeliveries.class);

  /** One channel that is read here. Guarded by itself. */
  private static final class Queue {
    private final Runnable onWork;
    private final Deque<Claimed> ready = new ArrayDeque<>();
    private final Prefetch prefetch;
    /** Attempts that could begin now or very soon, and are not claimed for yet. */
    private int wanted;
    /** Whether the table may hold something that is due and nobody has. */
    private boolean more = true;
    /** When the next one falls due that waits for its time, in microseconds; null: none does. */
    private Long nextDue;
    private boolean closed;

    Queue(Runnable onWork, long now) {
      this.onWork = onWork;
      this.prefetch = new Prefetch(now);
    }
  }

  private final Clock clock;
  private final AttemptFile attempts;
  private final Predicate<Claimed> stands;
  private final LongSupplier nanos;
  /** How far the store's clock is ahead of this process's, in microseconds. */
  private volatile long ahead;
  private final Map<String, Queue> queues = new ConcurrentHashMap<>();
  /** What was handed out: a delivery that was lost may be claimed anew while its attempt of before is still under way. */
  private final Map<Key, Claimed> held = new ConcurrentHashMap<>();

  private record Key(long delivery, int attempt) {
    static Key of(Work work) {
      return new Key(work.number(), work.attempt());
    }
  }

  /** @param stands whether a claim may be relied on */
  ReadyDeliveries(Clock clock, AttemptFile attempts, Predicate<Claimed> stands, LongSupplier nanos) {
    this.stands = stands;
    this.nanos = nanos;
    this.clock = clock;
    this.attempts = attempts;
  }

  void storeIs(long now) {
    ahead = now - Columns.micros(clock.instant());
  }

  /** A time of this process as the store's clock shows it then, in microseconds. */
  long storeTime(Instant local) {
    return Columns.micros(local) + ahead;
  }

  /** The other way round. */
  Instant localTime(long store) {
    return Columns.instant(store - ahead);
  }

  void open(String channel, Runnable onWork) {
    queues.put(channel, new Queue(onWork, nanos.getAsLong()));
  }

  /** @return what was claimed and will not be handed out */
  List<Claimed> close(String channel) {
    Queue queue = queues.remove(channel);
    if (queue == null) {
      return List.of();
    }
    synchronized (queue) {
      // whoever has the queue in hand adds nothing any more
      queue.closed = true;
      return rest(queue);
    }
  }

  /** As {@link #close}, until the next {@link #take}. */
  List<Claimed> rest(String channel) {
    Queue queue = queues.get(channel);
    if (queue == null) {
      return List.of();
    }
    synchronized (queue) {
      queue.more = true;
      return rest(queue);
    }
  }

  private static List<Claimed> rest(Queue queue) {
    queue.wanted = 0;
    List<Claimed> unbegun = List.copyOf(queue.ready);
    queue.ready.clear();
    return unbegun;
  }

  /**
   * Takes what is ready, and remembers how many more could begin.
   *
   * @return fewer than {@code most} when the rest has to be looked for
   */
  List<Work> take(String channel, int most) {
    Queue queue = queues.get(channel);
    if (queue == null) {
      return List.of();
    }
    List<Claimed> taken = new ArrayList<>();
    long bytes = 0;
    synchronized (queue) {
      while (taken.size() < most && !queue.ready.isEmpty() && stands.test(queue.ready.peek())) {
        Claimed next = queue.ready.poll();
        taken.add(next);
        bytes += size(next.work());
        held.put(Key.of(next.work()), next);
      }
      // who was stopped for longer than the lease asks first whether it still has them
      queue.more |= taken.isEmpty() && !queue.ready.isEmpty();
      queue.prefetch.took(taken.size(), bytes, nanos.getAsLong());
      queue.wanted = Math.max(0, most + queue.prefetch.size() - taken.size() - queue.ready.size());
    }
    return taken.stream().map(this::begin).toList();
  }

  private static long size(Work work) {
    return (work.original() == null ? 0 : work.original().body().length) + (work.payload() == null || work.payload().bytes() == null
        ? 0 : work.payload().bytes().length);
  }

  private Work begin(Claimed claimed) {
    try {
      attempts.begin(claimed.delivery().number(), claimed.work().attempt(), Columns.micros(clock.instant()));
    } catch (IOException e) {
      // it is handed out all the same: if the process dies of it, that is not counted
      LOG.error("event=attempt_not_noted error={}", e.toString());
    }
    return claimed.work();
  }

  /** Whether looking into the table may find more than {@link #take} did. */
  boolean mayHaveMore(String channel) {
    Queue queue = queues.get(channel);
    if (queue == null) {
      return false;
    }
    synchronized (queue) {
      return queue.more || queue.nextDue != null && queue.nextDue <= Columns.micros(clock.instant()) + ahead;
    }
  }

  /** As {@link #reserve}, for one that has just arrived: not before what is due already. */
  boolean reserveNew(String channel) {
    Queue queue = queues.get(channel);
    if (queue == null) {
      return false;
    }
    synchronized (queue) {
      return !queue.more && reserve(channel);
    }
  }

  /** Whether one more may be claimed for whoever reads the channel; then either {@link #ready} or {@link #giveUp} follows. */
  boolean reserve(String channel) {
    Queue queue = queues.get(channel);
    if (queue == null) {
      return false;
    }
    synchronized (queue) {
      boolean reserved = queue.wanted > 0;
      queue.wanted -= reserved ? 1 : 0;
      return reserved;
    }
  }

  /** Of what was reserved so many came to nothing. */
  void giveUp(String channel, int count) {
    Queue queue = queues.get(channel);
    if (queue != null) {
      synchronized (queue) {
        queue.wanted += count;
      }
    }
  }

  /** Committed. @return false when nobody reads the channel any more, and it has to be given back */
  boolean ready(Claimed claimed) {
    Queue queue = queues.get(claimed.delivery().channel());
    if (queue == null) {
      return false;
    }
    synchronized (queue) {
      return !queue.closed && queue.ready.add(claimed);
    }
  }

  /** The table has something that is due and nobody has. */
  void more(String channel) {
    Queue queue = queues.get(channel);
    if (queue != null) {
      synchronized (queue) {
        queue.more = true;
      }
    }
  }

  void moreEverywhere() {
    queues.keySet().forEach(this::more);
  }

  /** As the table was looked through. @param next when the next one is due; null: nothing waits for its time */
  void looked(String channel, boolean more, Long next) {
    Queue queue = queues.get(channel);
    if (queue != null) {
      synchronized (queue) {
        queue.more = more;
        queue.nextDue = next;
      }
    }
  }

  /** One waits for its time. */
  void dueAt(String channel, long at) {
    Queue queue = queues.get(channel);
    if (queue != null) {
      synchronized (queue) {
        queue.nextDue = queue.nextDue == null ? at : Math.min(queue.nextDue, at);
      }
    }
  }

  Optional<Instant> nextDue(String channel) {
    Queue queue = queues.get(channel);
    if (queue == null) {
      return Optional.empty();
    }
    synchronized (queue) {
      return Optional.ofNullable(queue.nextDue == null ? null : localTime(queue.nextDue));
    }
  }

  /** Tells the readers of these channels that there may be work. */
  void signal(Collection<String> channels) {
    for (String channel : channels) {
      Queue queue = queues.get(channel);
      if (queue != null) {
        try {
          queue.onWork.run();
        } catch (RuntimeException e) {
          LOG.error("event=reader_not_told error={}", e.toString(), e);
        }
      }
    }
  }

  void signalAll() {
    signal(List.copyOf(queues.keySet()));
  }

  /** What is ready was claimed by an instance that this process is no more. */
  void forgetReady() {
    for (Queue queue : queues.values()) {
      synchronized (queue) {
        queue.ready.clear();
        queue.more = true;
      }
    }
  }

  /** Whether somebody here has it by that claim. */
  boolean has(long number, long claim) {
    Predicate<Claimed> same = one -> one.claim() == claim && one.delivery().number() == number;
    // one after the other, in the order of their way: what is handed out meanwhile is in the second
    return queues.values().stream().flatMap(ReadyDeliveries::ready).anyMatch(same) || held.values().stream().anyMatch(same);
  }

  private static Stream<Claimed> ready(Queue queue) {
    synchronized (queue) {
      return List.copyOf(queue.ready).stream();
    }
  }

  /** Null when it was settled or given back. */
  Claimed of(Work work) {
    return held.get(Key.of(work));
  }

  /** Its attempt has ended, or none is made. */
  void end(Work work) {
    Claimed claimed = held.remove(Key.of(work));
    if (claimed != null) {
      try {
        attempts.end(claimed.delivery().number());
      } catch (IOException e) {
        LOG.error("event=attempt_not_noted error={}", e.toString());
      }
    }
  }

  /** Takes back what is ready and was not handed out: nothing more of the channel may begin. @param probesToo else they stay ready */
  List<Claimed> takeBack(String channel, boolean probesToo) {
    Queue queue = queues.get(channel);
    if (queue == null) {
      return List.of();
    }
    List<Claimed> back = new ArrayList<>();
    synchronized (queue) {
      queue.ready.removeIf(claimed -> (probesToo || !claimed.work().probe()) && back.add(claimed));
      queue.wanted += back.size();
    }
    return back;
  }

  /** Takes this one back, if it is ready and was not handed out. Null when it is not. */
  Claimed takeBack(String channel, long number) {
    Queue queue = queues.get(channel);
    if (queue == null) {
      return null;
    }
    synchronized (queue) {
      for (Claimed claimed : queue.ready) {
        if (claimed.delivery().number() == number) {
          queue.ready.remove(claimed);
          queue.wanted++;
          return claimed;
        }
      }
    }
    return null;
  }

  boolean isReady(String channel, long number, long claim) {
    Queue queue = queues.get(channel);
    return queue != null && ready(queue).anyMatch(claimed -> claimed.delivery().number() == number && claimed.claim() == claim);
  }

  List<String> channels() {
    return List.copyOf(queues.keySet());
  }
}
