package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.List;

/**
 * The channels as an operator sees them. A channel is <i>down</i> while its destination is: from the third entity in a row whose failure
 * spoke for the destination, until a delivery succeeds. Meanwhile only a probe now and then is handed out. It is <i>paused</i> while a
 * person wants nothing to be sent there. Both hold for all instances that share the store. Calls block.
 */
public interface Channels {

  /** Those that are read here, are paused or are down, by name. */
  List<Status> list();

  /** Deliveries that wait, per channel that has any or is read here, by name. */
  List<Backlog> backlog();

  /**
   * Nothing more is handed out of the channel, by no instance, also after a restart; what is under way ends as it would. Paused once
   * more, it keeps its time and gets the new reason.
   *
   * @param reason in the person's words
   * @return the reason for which it was paused already; null when it was not
   */
  String pause(String channel, String reason);

  /** @return false when it was not paused */
  boolean resume(String channel);

  /**
   * The next probe of a channel that is down is made at once, by whichever instance comes first.
   *
   * @return false when it is not down, and nothing was done
   */
  boolean probe(String channel);

  /**
   * @param pausedSince null unless it is paused; then {@code pauseReason} says why
   * @param downSince null unless it is down; then {@code nextProbeAt} is the earliest time of the next probe, and {@code downError} how the
   *     latest attempt failed, or null when that is not known any more
   */
  record Status(String channel, boolean read, Instant pausedSince, String pauseReason, Instant downSince, Instant nextProbeAt,
      String downError) {

    /** Of one that is not down. */
    public Status(String channel, boolean read, Instant pausedSince, String pauseReason) {
      this(channel, read, pausedSince, pauseReason, null, null, null);
    }
  }

  /** {@code read}: whether a route reads the channel; {@code oldest}: when it was received, null when nothing waits. */
  record Backlog(String channel, boolean read, long waiting, Instant oldest) {}
}
