package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The services that all dispatchers share. */
public final class DeliveryServices {
  private final WorkQueue queue;
  private final Clock clock;
  private final Clock wall;
  private final ScheduledExecutorService timer;
  private final DoubleSupplier random;
  private final MeterRegistry meters;
  private final UnaryOperator<String> mask;
  private final Consumer<Thread> abort;
  private final ReaderStart start;
  private final AttemptListener listener;
  private final Map<String, Supplier<Reading>> readers = new ConcurrentHashMap<>();

  /**
   * @param queue null for readers that have one of their own
   * @param clock decides when attempts are made: it must be the store's clock, and should not jump when the machine's is set
   * @param wall the machine's clock, for times that others see or have sent: when something was received, the date until which a
   *     destination wants no call, the hours of a window
   * @param random gives numbers from 0 to 1, for the jitter
   * @param mask takes secrets and personal data out of a text that is logged or kept
   * @param abort ends what a thread waits for where an interrupt does not, such as an answer on a database's socket; it must not block
   * @param listener is told of each attempt that ended
   */
  public DeliveryServices(
      WorkQueue queue, Clock clock, Clock wall, ScheduledExecutorService timer, DoubleSupplier random, MeterRegistry meters,
      UnaryOperator<String> mask, Consumer<Thread> abort, AttemptListener listener) {
    this.queue = queue;
    this.start = new ReaderStart(queue == null ? () -> {} : queue::allAreOpen);
    this.clock = clock;
    this.wall = wall;
    this.timer = timer;
    this.random = random;
    this.meters = meters;
    this.mask = mask;
    this.abort = abort;
    this.listener = listener;
  }

  /** With one clock for both uses, attempts that an interrupt ends, and nobody who is told of them. */
  public DeliveryServices(
      WorkQueue queue, Clock clock, ScheduledExecutorService timer, DoubleSupplier random, MeterRegistry meters,
      UnaryOperator<String> mask) {
    this(queue, clock, clock, timer, random, meters, mask, thread -> {}, AttemptListener.NONE);
  }

  WorkQueue queue() {
    return queue;
  }

  Clock clock() {
    return clock;
  }

  public Clock wall() {
    return wall;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  DoubleSupplier random() {
    return random;
  }

  public MeterRegistry meters() {
    return meters;
  }

  public UnaryOperator<String> mask() {
    return mask;
  }

  public ReaderStart start() {
    return start;
  }

  void readIn(String channel, Supplier<Reading> reader) {
    readers.put(channel, reader);
  }

  void readNoMore(String channel) {
    readers.remove(channel);
  }

  /** How the channels are read that are read here now, by their names. Cheap. */
  public Map<String, Reading> reading() {
    Map<String, Reading> reading = new TreeMap<>();
    readers.forEach((channel, reader) -> reading.put(channel, reader.get()));
    return reading;
  }

  AttemptListener listener() {
    return listener;
  }

  Consumer<Thread> abort() {
    return abort;
  }
}
