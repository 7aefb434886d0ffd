package io.github.mentagateway.alert;

import io.github.mentagateway.health.Trouble;
import java.time.Duration;
import java.time.Instant;

/**
 * A trouble, whether it is there, and what was told of it. It is told when it has lasted for a while, and its end when it has not been there for as
 * long: one that comes and goes faster is one trouble. What was to be told stays so until it is, also when it has ended meanwhile.
 *
 * @param latest as it was found last
 * @param returns how often it came back soon after its end was told: each time its end takes twice as long, up to an hour, and its beginning up to five
 *     minutes, since the worst trouble is not the one to wait for
 */
record WatchedTrouble(Trouble latest, Presence presence, Telling telling, int returns) {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_BEGINNING = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 10;

  /** @param gone since when it is not there; null while it is */
  record Presence(Instant since, Instant gone) {
    private Presence goneAt(Instant now) {
      return gone == null ? new Presence(since, now) : this;
    }

    private boolean hasLasted(Duration time, Instant now) {
      return gone == null && !now.isBefore(since.plus(time));
    }

    private boolean hasBeenGone(Duration time, Instant now) {
      return gone != null && !now.isBefore(gone.plus(time));
    }
  }

  /**
   * @param due whether its beginning must be told, even if it has ended
   * @param begun when its beginning was told; null for not yet
   * @param ended the same of its end
   */
  record Telling(boolean due, Instant begun, Instant ended) {
    private static final Telling NOTHING = new Telling(false, null, null);
  }

  static WatchedTrouble first(Trouble trouble, Instant now) {
    return new WatchedTrouble(trouble, new Presence(now, null), Telling.NOTHING, 0);
  }

  /** It is there. Behind an end that was told it begins anew. */
  WatchedTrouble seen(Trouble trouble, Instant now) {
    return telling.ended() == null ? new WatchedTrouble(trouble, new Presence(presence.since(), null), telling, returns)
        : new WatchedTrouble(trouble, new Presence(now, null), Telling.NOTHING, returns + 1);
  }

  WatchedTrouble gone(Instant now) {
    return new WatchedTrouble(latest, presence.goneAt(now), telling, returns);
  }

  boolean lasts() {
    return presence.gone() == null;
  }

  /** Once its beginning is to be told it must be, whatever becomes of it. */
  WatchedTrouble marked(Duration shortest, Instant now) {
    return toTell(shortest, now) == Alert.State.BEGINS ? new WatchedTrouble(latest, presence, new Telling(true, telling.begun(), telling.ended()), returns)
        : this;
  }

  WatchedTrouble told(Alert.State state, Instant now) {
    return new WatchedTrouble(latest, presence,
        new Telling(false, telling.begun() == null ? now : telling.begun(), state == Alert.State.ENDS ? now : null), returns);
  }

  /** A clock that was set back since, or another instance's that is ahead, must not make it wait. */
  WatchedTrouble upTo(Instant now) {
    return new WatchedTrouble(latest, new Presence(upTo(now, presence.since()), upTo(now, presence.gone())),
        new Telling(telling.due(), upTo(now, telling.begun()), upTo(now, telling.ended())), returns);
  }

  private static Instant upTo(Instant now, Instant at) {
    return at == null || !at.isAfter(now) ? at : now;
  }

  /** What is to be told of it now; null for nothing. */
  Alert.State toTell(Duration shortest, Instant now) {
    if (telling.ended() != null) {
      return null;
    }
    boolean isOver = presence.hasBeenGone(patience(shortest, LONGEST), now);
    if (isOver && (telling.begun() != null || telling.due())) {
      return Alert.State.ENDS;
    }
    boolean begins = telling.begun() == null && (telling.due() || presence.hasLasted(patience(shortest, LONGEST_BEGINNING), now));
    return begins ? Alert.State.BEGINS : null;
  }

  /** Nobody needs to know any more that it was there. */
  boolean isForgotten(Duration shortest, Instant now) {
    if (telling.ended() != null) {
      return !lasts() && !now.isBefore(telling.ended().plus(LONGEST));
    }
    return telling.begun() == null && !telling.due() && presence.hasBeenGone(patience(shortest, LONGEST), now);
  }

  /** For how long it must have been there, or not, until that is told. */
  private Duration patience(Duration shortest, Duration longest) {
    Duration doubled = shortest.multipliedBy(1L << Math.min(returns, MOST_DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : shortest.compareTo(longest) < 0 ? longest : shortest;
  }
}
