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

/** Which troubles there are or were lately, by their keys, and which of them were told. */
final class AlertBook {
  /** Against keys that somebody outside can choose. */
  private static final int MOST = 1_000;

  private final Map<String, WatchedTrouble> entries;

  AlertBook(Map<String, WatchedTrouble> entries) {
    this.entries = new TreeMap<>(entries);
  }

  Map<String, WatchedTrouble> entries() {
    return Map.copyOf(entries);
  }

  /** @param found all that is wrong now */
  void see(Collection<Trouble> found, Duration shortest, Instant now) {
    Map<String, Trouble> there = found.stream().collect(Collectors.toMap(Trouble::key, one -> one, (first, again) -> first, TreeMap::new));
    entries.replaceAll((key, entry) -> there.containsKey(key) ? entry.upTo(now) : entry.upTo(now).gone(now));
    entries.values().removeIf(entry -> entry.isForgotten(shortest, now));
    there.forEach((key, trouble) -> {
      WatchedTrouble before = entries.get(key);
      if (before != null || entries.size() < MOST) {
        entries.put(key, before == null ? WatchedTrouble.first(trouble, now) : before.seen(trouble, now));
      }
    });
    entries.replaceAll((key, entry) -> entry.marked(shortest, now));
  }

  /** The store's troubles that were there when it was asked last, for a moment when it does not answer. */
  List<Trouble> assumed() {
    return entries.values().stream().filter(entry -> entry.latest().shared() && entry.lasts()).map(WatchedTrouble::latest).toList();
  }

  /** What is to be told now, those that begin first. */
  List<Alert.Item> due(Duration shortest, Instant now) {
    return Stream.of(Alert.State.values()).flatMap(state -> entries.values().stream().filter(entry -> entry.toTell(shortest, now) == state)
        .map(entry -> item(state, entry))).toList();
  }

  private static Alert.Item item(Alert.State state, WatchedTrouble entry) {
    Trouble trouble = entry.latest();
    WatchedTrouble.Presence presence = entry.presence();
    return new Alert.Item(state, trouble.key(), trouble.text(), trouble.next(), presence.since(), state == Alert.State.ENDS ? presence.gone() : null);
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
