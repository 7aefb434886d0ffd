package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.ChannelRules;
import java.time.Duration;

/**
 * How a channel is read.
 *
 * @param concurrency attempts at once in this process
 * @param maxAttempts after so many a delivery is given up
 * @param initialDelay before the second attempt; each further one waits {@code multiplier} times longer, up to {@code maxDelay}
 * @param jitter share of the delay, 0 to 1, by which it is shortened or lengthened at random
 * @param timeout after which an attempt's thread is interrupted; its end counts when the thread is back
 */
public record ChannelOptions(
    int concurrency, int maxAttempts, Duration initialDelay, Duration maxDelay, double multiplier, double jitter, Duration timeout,
    ChannelRules rules) {}
