package io.github.mentagateway.management;

import io.github.mentagateway.delivery.Reading;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Channels.Backlog;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.settings.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A destination with all that the store knows about its channel.
 *
 * @param read whether a route of this instance reads it
 * @param oldest null when nothing waits
 * @param pausedSince null unless it is paused
 * @param reading how this instance reads it; null when it does not
 * @param closedUntil null when it is open
 * @param downSince null unless it is down; then {@code downError} is how the latest attempt failed, or null when that is not known
 */
record DestinationStatus(String name, boolean read, long waiting, Instant oldest, long deadLetters, Instant pausedSince, String pauseReason,
    Reading reading, Instant closedUntil, Instant downSince, Instant nextProbeAt, String downError) {

  /**
   * The destinations that are read, have deliveries or dead letters, are paused or down, by name. The store is asked three times, however
   * many there are.
   *
   * @param reading how the channels are read that are read here
   */
  static List<DestinationStatus> all(Inbox inbox, Map<String, Reading> reading, Instant now) {
    Map<String, Backlog> backlog = new TreeMap<>();
    inbox.channels().backlog().forEach(one -> backlog.put(one.channel(), one));
    Map<String, Channels.Status> status = new TreeMap<>();
    inbox.channels().list().forEach(one -> status.put(one.channel(), one));
    Map<String, Long> deadLetters = inbox.letters().count(Kind.DEAD_LETTER);
    Set<String> names = new TreeSet<>(backlog.keySet());
    names.addAll(status.keySet());
    names.addAll(deadLetters.keySet());
    List<DestinationStatus> all = new ArrayList<>();
    for (String name : names) {
      all.add(joined(backlog.getOrDefault(name, new Backlog(name, false, 0, null)),
          status.getOrDefault(name, new Channels.Status(name, false, null, null)),
          deadLetters.getOrDefault(name, 0L), reading.get(name), now));
    }
    return all;
  }

  private static DestinationStatus joined(Backlog backlog, Channels.Status status, long deadLetters, Reading reading, Instant now) {
    Instant opening = reading == null ? now : reading.window().nextOpening(now);
    return new DestinationStatus(backlog.channel(), backlog.read() || status.read(), backlog.waiting(), backlog.oldest(), deadLetters,
        status.pausedSince(), status.pauseReason(), reading, opening.equals(now) ? null : opening, status.downSince(),
        status.nextProbeAt(), status.downError());
  }

  Window window() {
    return reading == null ? Window.ALWAYS : reading.window();
  }

  boolean unread() {
    return !read && waiting > 0;
  }

  boolean paused() {
    return pausedSince != null;
  }

  boolean closed() {
    return closedUntil != null;
  }

  boolean down() {
    return downSince != null;
  }
}
