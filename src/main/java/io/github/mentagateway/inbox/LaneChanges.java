package io.github.mentagateway.inbox;

import java.sql.SQLException;

/** What a transaction does to the lanes. It counts from the commit on: nothing is handed out that could still be rolled back. */
interface LaneChanges {

  /**
   * Waits in its lane, at the place that its number gives it.
   *
   * @param original its notification's, when it has just arrived; else null
   */
  void add(Entry entry, Original original) throws SQLException;

  /** As {@link #add}, for one that a person retries: it is due at once, whatever its lane waits for. */
  void addAgain(Entry entry) throws SQLException;

  /** Whether the claim still stands in this transaction; if not, nothing of its settlement may be written. */
  boolean holds(Claim claim);

  /** Whether this failed attempt does not count against the limit: it speaks for the destination, which is known to be down. */
  boolean forgives(Claim claim, Settlement.Retry retry) throws SQLException;

  /**
   * What was claimed leaves its lane, or waits on in it.
   *
   * @param again as it waits on, or null
   */
  void settle(Claim claim, Entry again, Settlement settlement) throws SQLException;

  /** A person decided about a dead letter: it holds up nothing any more. */
  void letGo(Entry dead) throws SQLException;
}
