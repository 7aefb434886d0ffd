package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/**
 * What all dispatchers share.
 *
 * @param clock for when attempts are made: it must be the store's, and should not jump when the machine's is set
 * @param wall the machine's clock, for what is told to others or compared with what they told: when something was received, the date
 *     until which a destination wants to be left alone
 * @param random from 0 to 1, for the jitter
 * @param abort ends what a thread waits for where an interrupt does not, such as an answer on a database's socket; it must not wait itself
 * @param mask takes secrets and personal data out of a text that is going to be logged or kept
 */
public record DeliveryEnvironment(
    WorkQueue queue, Clock clock, Clock wall, ScheduledExecutorService timer, DoubleSupplier random, MeterRegistry meters,
    UnaryOperator<String> mask, Consumer<Thread> abort) {

  /** With one clock for both, which nobody sets, and attempts that an interrupt ends. */
  public DeliveryEnvironment(
      WorkQueue queue, Clock clock, ScheduledExecutorService timer, DoubleSupplier random, MeterRegistry meters, UnaryOperator<String> mask) {
    this(queue, clock, clock, timer, random, meters, mask, thread -> {});
  }
}
