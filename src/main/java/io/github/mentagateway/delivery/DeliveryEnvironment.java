package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Inbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/**
 * What all dispatchers share.
 *
 * @param random from 0 to 1, for the jitter
 * @param mask takes secrets and personal data out of a text that is going to be logged or kept
 */
public record DeliveryEnvironment(
    Inbox inbox, Clock clock, ScheduledExecutorService timer, DoubleSupplier random, MeterRegistry meters, UnaryOperator<String> mask) {}
