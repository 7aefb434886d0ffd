package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.settings.Rate;
import io.github.mentagateway.settings.Window;
import java.time.Duration;

/**
 * How a channel is read.
 *
 * @param concurrency how many attempts run at once in this process
 * @param maxAttempts after how many attempts a delivery is given up
 * @param initialDelay the delay before the second attempt; each further one is {@code multiplier} times longer, up to {@code maxDelay}
 * @param jitter the share of the delay, 0 to 1, by which it is shortened or lengthened at random
 * @param timeout after which an attempt's thread is interrupted; the attempt ends when the thread is back
 * @param window outside of which no attempt begins
 * @param rate how many attempts begin in a time at most, in all instances together
 * @param adaptive whether fewer than {@code concurrency} are under way while the destination is slow, or has just come back
 */
public record ChannelOptions(
    int concurrency, int maxAttempts, Duration initialDelay, Duration maxDelay, double multiplier, double jitter, Duration timeout,
    ChannelRules rules, Window window, Rate rate, boolean adaptive) {

  /** Of a channel that is always open, without a limit. */
  public ChannelOptions(
      int concurrency, int maxAttempts, Duration initialDelay, Duration maxDelay, double multiplier, double jitter, Duration timeout,
      ChannelRules rules) {
    this(concurrency, maxAttempts, initialDelay, maxDelay, multiplier, jitter, timeout, rules, Window.ALWAYS, Rate.UNLIMITED, false);
  }
}
