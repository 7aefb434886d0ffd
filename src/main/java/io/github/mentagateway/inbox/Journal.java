package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.List;

/**
 * What was received and what became of it, for reading only. It is read beside whoever has the store open, and changes nothing.
 * Calls block.
 */
public interface Journal {

  /**
   * Reads the newest that are wanted, in the order in which they were received. One that is removed meanwhile is left out.
   *
   * @param atOnce how many are read, and in memory, at once
   * @return so many at a time, each read when it is asked for
   */
  Iterable<List<Entry>> newest(Wanted wanted, int atOnce);

  /**
   * @param most how many at most
   * @param since null for any time
   * @param action null for any action
   * @param quarantined whether only those in the quarantine are wanted
   */
  record Wanted(int most, Instant since, String action, boolean quarantined) {}

  /** @param deliveries in the order in which they were made; the first one is that to the router */
  record Entry(String id, String action, Original original, List<Delivery> deliveries) {}

  /**
   * @param state waiting, delivered, dead, quarantined, replayed or discarded
   * @param payload of a delivery that has the notification's own body: {@link Payload#ORIGINAL}
   */
  record Delivery(String channel, String state, Payload payload) {}
}
