package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Readers without threads, for trying routes out: {@link #step} has one delivery attempted on the calling thread, always in the same order,
 * and waits until the store has its end. What becomes of a delivery is decided by the same rules as in {@link Dispatcher}. The time between
 * two attempts is the caller's, which moves the clock; no attempt is over its time.
 */
public final class SteppedReaders implements ChannelReader.Factory {
  private final Listener listener;
  private final List<Reader> readers = new ArrayList<>();
  private WorkQueue queue;

  /** Is told of each attempt, on the thread that makes it. */
  public interface Listener {
    void begun(Work work);

    void ended(Work work, Settlement settlement);
  }

  public SteppedReaders(Listener listener) {
    this.listener = listener;
  }

  @Override
  public ChannelReader of(String channel, ChannelOptions options, DeliveryHandler handler, DeliveryServices services) {
    return new Reader(channel, options, handler, services);
  }

  /** Opens the channels in another store: from now on the work of that one is done, and of no other. */
  public void readFrom(WorkQueue other) {
    queue = other;
    readers.forEach(reader -> queue.open(reader.channel, reader.options.rules(), () -> {}));
  }

  /**
   * Has the next delivery attempted that is due.
   *
   * @return false when there is none
   */
  public boolean step() {
    return readers.stream().anyMatch(Reader::step);
  }

  /** When the next delivery falls due that waits for its time, or a window opens. */
  public Optional<Instant> nextDue() {
    return readers.stream().flatMap(reader -> reader.nextDue().stream()).min(Instant::compareTo);
  }

  private final class Reader implements ChannelReader {
    private final String channel;
    private final ChannelOptions options;
    private final DeliveryHandler handler;
    private final DeliveryServices services;
    private final SettlementRules rules;

    Reader(String channel, ChannelOptions options, DeliveryHandler handler, DeliveryServices services) {
      this.channel = channel;
      this.options = options;
      this.handler = handler;
      this.services = services;
      this.rules = new SettlementRules(options, new Backoff(options, services.random()), services);
    }

    boolean step() {
      if (!options.window().isOpen(services.wall().instant())) {
        return false;
      }
      List<Work> claimed = queue.claim(channel, 1);
      claimed.forEach(this::attempt);
      return !claimed.isEmpty();
    }

    /** Whether anything waits for the opening is not known before. */
    Optional<Instant> nextDue() {
      Instant now = services.wall().instant();
      return options.window().isOpen(now) ? queue.nextDue(channel) : Optional.of(options.window().nextOpening(now));
    }

    private void attempt(Work work) {
      listener.begun(work);
      Settlement settlement = rules.of(work, AttemptRunner.handle(handler, work), false);
      queue.settle(work, services.clock().instant(), Duration.ZERO, settlement).join();
      listener.ended(work, settlement);
    }

    @Override
    public void start() {
      readers.add(this);
    }

    @Override
    public void begin() {
      // each step is asked for
    }

    @Override
    public void stop(Duration patience) {
      readers.remove(this);
    }
  }
}
