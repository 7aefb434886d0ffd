package io.github.mentagateway.delivery;

import java.time.Duration;

/** Reads one durable channel, and has each of its deliveries attempted. */
public interface ChannelReader {

  /**
   * Takes the channel, and makes no attempt before {@link #begin}.
   *
   * @throws IllegalStateException when another route reads the channel already
   */
  void start();

  /** Everything that an attempt needs is there. Does nothing after {@link #stop}. */
  void begin();

  /**
   * Claims nothing any more, and waits until the attempts under way have ended and the store has their ends. An attempt that takes longer
   * than {@code patience} is interrupted; one that has not ended even then is recorded at the next start as interrupted.
   */
  void stop(Duration patience);

  /** Makes the reader of a channel. */
  @FunctionalInterface
  interface Factory {
    ChannelReader of(String channel, ChannelOptions options, DeliveryHandler handler, DeliveryServices services);
  }
}
