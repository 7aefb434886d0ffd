package io.github.mentagateway.intake;

import io.github.mentagateway.inbox.Original;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * An estimate of what menta tech holds: notifications that were refused here and did not come again. One whose body was read is told by its digest; one that
 * was refused before that is taken for the retry of another such one wherever that is due by {@link SenderRetries}, so that the estimate is rather too low.
 * Connections that never came are not in it. It begins anew at a start, and other instances have their own.
 *
 * <p>While nothing is held, an accepted notification costs one look at a flag.
 */
public final class HeldBySender {
  /** Of either kind. What is beyond is not counted. */
  private static final int MOST = 10_000;
  private static final double EARLY = 0.8;
  private static final long LATE = Duration.ofMinutes(1).toMillis();
  private static final long BETWEEN_CLEANINGS = Duration.ofSeconds(10).toMillis();

  private final Clock clock;
  private final Map<Long, Held> known = new HashMap<>();
  private final PriorityQueue<Held> unknown = new PriorityQueue<>(Comparator.comparingLong(Held::earliest));
  private volatile boolean any;
  private long cleanedAt;

  HeldBySender(Clock clock) {
    this.clock = clock;
  }

  /** @param refusals how many there were of it, so that the next retry has this number */
  private record Held(long first, long last, int refusals) {
    long earliest() {
      return last + (long) (SenderRetries.shortest(refusals) * EARLY);
    }

    long due() {
      return last + SenderRetries.shortest(refusals);
    }

    /** By then it has come, here or to another instance. */
    long gone() {
      return last + 2 * SenderRetries.longest(refusals) + LATE;
    }

    Held again(long now) {
      return new Held(first, now, refusals + 1);
    }
  }

  /**
   * @param estimate how many are held at the least, about
   * @param since when the first refusal of one of them was; null for none
   * @param nextDue when the next one may come; null for none
   */
  public record Estimate(int estimate, Instant since, Instant nextDue) {
    /** For a person. */
    public String text() {
      return estimate == 0 ? "nothing that was refused here is known to wait at menta tech"
          : "menta tech holds about " + estimate + (estimate == 1 ? " notification" : " notifications") + " that this gateway refused since "
              + since.truncatedTo(ChronoUnit.SECONDS) + ", at the least; by its published retries the next one is due from "
              + nextDue.truncatedTo(ChronoUnit.SECONDS) + " on. What never reached the gateway is not counted";
    }
  }

  /** It was taken into custody, as a new one or as a copy, and its sender knows. */
  public void accepted(Original original) {
    if (any) {
      remove(original);
    }
  }

  private void remove(Original original) {
    long key = digest(original.body());
    synchronized (this) {
      long now = clock.millis();
      if (known.remove(key) == null && !unknown.isEmpty() && unknown.peek().earliest() <= now) {
        unknown.poll();
      }
      any = !known.isEmpty() || !unknown.isEmpty();
    }
  }

  /** It was not taken, or its sender cannot know. @param original null when its body was not read */
  public void refused(Original original) {
    Long key = original == null ? null : digest(original.body());
    synchronized (this) {
      long now = clock.millis();
      clean(now);
      Held first = new Held(now, now, 1);
      if (key != null && (known.containsKey(key) || known.size() < MOST)) {
        known.merge(key, first, (before, again) -> before.again(now));
      } else if (key == null && !unknown.isEmpty() && unknown.peek().earliest() <= now) {
        unknown.add(unknown.poll().again(now));
      } else if (key == null && unknown.size() < MOST) {
        unknown.add(first);
      }
      any = true;
    }
  }

  /** As of now. */
  public synchronized Estimate estimate() {
    long now = clock.millis();
    cleanedAt = 0;
    clean(now);
    return new Estimate(known.size() + unknown.size(),
        all().map(Held::first).min(Comparator.naturalOrder()).map(Instant::ofEpochMilli).orElse(null),
        all().map(Held::due).min(Comparator.naturalOrder()).map(due -> Instant.ofEpochMilli(Math.max(due, now))).orElse(null));
  }

  private Stream<Held> all() {
    return Stream.concat(known.values().stream(), unknown.stream());
  }

  private void clean(long now) {
    if (now - cleanedAt < BETWEEN_CLEANINGS) {
      return;
    }
    cleanedAt = now;
    known.values().removeIf(held -> held.gone() < now);
    unknown.removeIf(held -> held.gone() < now);
    any = !known.isEmpty() || !unknown.isEmpty();
  }

  private static long digest(byte[] body) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(body)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
