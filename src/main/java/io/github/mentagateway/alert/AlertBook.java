package io.github.mentagateway.alert;

import io.github.mentagateway.health.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which troubles there are, and which of them were told. A trouble is told when it has lasted for a while, and its end when it has not been there for
 * as long: one that comes and goes faster is one trouble. Each time that it comes back soon after its end was told, its end takes twice as long, up to
 * an hour, and its beginning up to five minutes: the worst trouble is not the one to wait for. What was to be told stays so until {@link #told}, also when it has ended meanwhile.
 */
final class AlertBook {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_BEGINNING = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 10;
  /** Against keys that somebody outside can choose. */
  private static final int MOST = 1_000;

  private final Map<String, Entry> entries;

  /**
   * @param gone since when it is not there; null while it is
   * @param due whether its beginning must be told, even if it has ended
   * @param begun when its beginning was told; null for not yet
   * @param ended the same of its end
   * @param returns how often it came back soon after its end was told
   */
  record Entry(String text, String next, boolean shared, Instant since, Instant gone, boolean due, Instant begun, Instant ended, int returns) {
    Entry seen(Trouble now) {
      return new Entry(now.text(), now.next(), now.shared(), since, null, due, begun, ended, returns);
    }

    Entry gone(Instant now) {
      return gone != null ? this : new Entry(text, next, shared, since, now, due, begun, ended, returns);
    }

    Entry asDue() {
      return new Entry(text, next, shared, since, gone, true, begun, ended, returns);
    }

    Entry told(Alert.State state, Instant now) {
      return new Entry(text, next, shared, since, gone, false, begun == null ? now : begun, state == Alert.State.ENDS ? now : null, returns);
    }

    /** For how long it must have been there, or not, until that is told. */
    private Duration patience(Duration shortest, Duration longest) {
      Duration doubled = shortest.multipliedBy(1L << Math.min(returns, MOST_DOUBLINGS));
      return doubled.compareTo(longest) < 0 ? doubled : shortest.compareTo(longest) < 0 ? longest : shortest;
    }

    /** A clock that was set back since, or another instance's that is ahead, must not make it wait. */
    Entry upTo(Instant now) {
      return new Entry(text, next, shared, upTo(now, since), upTo(now, gone), due, upTo(now, begun), upTo(now, ended), returns);
    }

    private static Instant upTo(Instant now, Instant at) {
      return at == null || !at.isAfter(now) ? at : now;
    }

    /** What is to be told of it now; null for nothing. */
    Alert.State state(Duration shortest, Instant now) {
      if (ended != null) {
        return null;
      }
      boolean isOver = gone != null && !now.isBefore(gone.plus(patience(shortest, LONGEST)));
      if (begun != null) {
        return isOver ? Alert.State.ENDS : null;
      }
      return due && isOver ? Alert.State.ENDS : due || gone == null && !now.isBefore(since.plus(patience(shortest, LONGEST_BEGINNING))) ? Alert.State.BEGINS : null;
    }

    boolean isForgotten(Duration shortest, Instant now) {
      return ended != null ? gone != null && !now.isBefore(ended.plus(LONGEST)) : begun == null && !due && gone != null
          && !now.isBefore(gone.plus(patience(shortest, LONGEST)));
    }
  }

  AlertBook(Map<String, Entry> entries) {
    this.entries = new TreeMap<>(entries);
  }

  Map<String, Entry> entries() {
    return Map.copyOf(entries);
  }

  /** @param found all that is wrong now */
  void see(Collection<Trouble> found, Duration shortest, Instant now) {
    Map<String, Trouble> there = found.stream().collect(Collectors.toMap(Trouble::key, one -> one, (first, again) -> first, TreeMap::new));
    entries.replaceAll((key, entry) -> there.containsKey(key) ? entry.upTo(now) : entry.upTo(now).gone(now));
    entries.values().removeIf(entry -> entry.isForgotten(shortest, now));
    there.forEach((key, trouble) -> {
      Entry before = entries.get(key);
      if (before == null && entries.size() < MOST) {
        entries.put(key, new Entry(trouble.text(), trouble.next(), trouble.shared(), now, null, false, null, null, 0));
      } else if (before != null) {
        entries.put(key, before.ended() == null ? before.seen(trouble)
            : new Entry(trouble.text(), trouble.next(), trouble.shared(), now, null, false, null, null, before.returns() + 1));
      }
    });
    entries.replaceAll((key, entry) -> entry.state(shortest, now) == Alert.State.BEGINS ? entry.asDue() : entry);
  }

  /** The store's troubles that were there when it was asked last, for a moment when it does not answer. */
  List<Trouble> assumed() {
    return entries.entrySet().stream().filter(entry -> entry.getValue().shared() && entry.getValue().gone() == null)
        .map(entry -> new Trouble(entry.getKey(), entry.getValue().text(), entry.getValue().next(), true)).toList();
  }

  /** What is to be told now, those that begin first. */
  List<Alert.Item> due(Duration shortest, Instant now) {
    return Stream.of(Alert.State.values()).flatMap(state -> entries.entrySet().stream()
        .filter(entry -> entry.getValue().state(shortest, now) == state)
        .map(entry -> item(state, entry.getKey(), entry.getValue()))).toList();
  }

  private static Alert.Item item(Alert.State state, String key, Entry entry) {
    return new Alert.Item(state, key, entry.text(), entry.next(), entry.since(), state == Alert.State.ENDS ? entry.gone() : null);
  }

  /** These were told. */
  void told(List<Alert.Item> items, Instant now) {
    items.forEach(item -> entries.computeIfPresent(item.key(), (key, entry) -> entry.told(item.state(), now)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlertBook book && book.entries.equals(entries);
  }

  @Override
  public int hashCode() {
    return Objects.hash(entries);
  }
}
