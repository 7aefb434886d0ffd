package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.WorkQueue;
import io.github.mentagateway.settings.Rate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a channel to its rate: an attempt begins in a slot. The store gives the slots out, one after the other, so that all instances
 * together keep to the rate; a few at once where many are used. One that nobody could use in time is gone: what was saved up would come as
 * a burst. Of the one thread that polls.
 */
final class Pace {
  /** For how long at most slots are taken in advance: an instance that ends takes no more with it. */
  private static final Duration AHEAD = Duration.ofMillis(250);
  /** A timer is late now and then. */
  private static final Duration LATE = Duration.ofMillis(50);

  private final String channel;
  private final Rate rate;
  private final WorkQueue queue;
  private final Clock clock;
  private final int mostAtOnce;
  private final Duration keeps;
  /** When the next slot is. */
  private Instant next = Instant.MIN;
  private int left;
  private int atOnce = 1;
  private int used;

  Pace(String channel, Rate rate, WorkQueue queue, Clock clock) {
    this.channel = channel;
    this.rate = rate;
    this.queue = queue;
    this.clock = clock;
    this.mostAtOnce = rate.isUnlimited() ? 1 : (int) Math.max(1, AHEAD.dividedBy(rate.apart()));
    this.keeps = rate.isUnlimited() ? Duration.ZERO : rate.apart().compareTo(LATE) > 0 ? rate.apart() : LATE;
  }

  /**
   * How many attempts may begin now. May ask the store, and then waits for it.
   *
   * @param most as far as anything else goes
   */
  int free(int most) {
    if (rate.isUnlimited() || most < 1) {
      return most;
    }
    Instant now = clock.instant();
    dropOld(now);
    if (left == 0) {
      atOnce = used >= atOnce ? Math.min(mostAtOnce, 2 * atOnce) : 1;
      used = 0;
      next = queue.reserve(channel, atOnce, rate.apart());
      left = atOnce;
    }
    return next.isAfter(now) ? 0 : (int) Math.min(Math.min(most, left), 1 + Duration.between(next, now).dividedBy(rate.apart()));
  }

  private void dropOld(Instant now) {
    Instant oldest = now.minus(keeps);
    if (left > 0 && next.isBefore(oldest)) {
      long old = Math.min(left, 1 + Duration.between(next, oldest).dividedBy(rate.apart()));
      left -= (int) old;
      next = next.plus(rate.apart().multipliedBy(old));
    }
  }

  /** So many attempts begin. */
  void begin(int count) {
    if (!rate.isUnlimited()) {
      left -= count;
      used += count;
      next = next.plus(rate.apart().multipliedBy(count));
    }
  }

  /** How long it is to the next slot, when none is free. */
  Duration wait(Instant now) {
    return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
  }
}
