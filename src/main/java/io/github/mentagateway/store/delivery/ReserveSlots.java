package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.write.Deciding;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;
import java.time.Duration;

/** Gives out a channel's next slots: they begin where those end that were given out before. Decides when the first of them is. */
final class ReserveSlots implements Deciding<Long> {
  /** What lies further ahead was given out by a clock that was wrong, or for a rate that was slower. */
  private static final long FURTHEST = Duration.ofMinutes(1).toNanos() / 1_000;
  /** So many takes may lie ahead: each instance takes its next slots as soon as it has used those before, and a reload leaves some unused. */
  private static final int MOST_AHEAD = 16;
  private static final String RESERVE = "update channel set paced_until = ? + case when paced_until > ? and paced_until <= ? then paced_until"
      + " else cast(? as bigint) end where name = ? returning paced_until";

  private final String channel;
  private final long length;

  /** @param length of all of them, in microseconds */
  ReserveSlots(String channel, long length) {
    this.channel = channel;
    this.length = length;
  }

  @Override
  public Long decide(Group group) throws SQLException {
    long now = group.now();
    Long until = group.transaction().askOne(RESERVE, row -> row.getLong(1), length, now, now + MOST_AHEAD * length + FURTHEST,
        now, channel);
    return until == null ? now : until - length;
  }
}
