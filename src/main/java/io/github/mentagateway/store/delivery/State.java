package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Letters;
import java.util.Locale;

/** Where a delivery stands. Stored, never derived. */
public enum State {
  WAITING, DELIVERED, DEAD, QUARANTINED, REPLAYED, DISCARDED;

  /** Said beside the one state that is looked for: SQLite takes an index of some states only for a statement that names them. */
  static final String LETTER = "state in ('dead', 'quarantined')";

  /**
   * For a delivery that is looked for by its number. As a plain comparison it would let PostgreSQL take the index of what waits, and read all of
   * it wherever the table was analyzed when nothing waited.
   */
  public static final String WAITS = "state || '' = 'waiting'";

  public final String column = name().toLowerCase(Locale.ROOT);

  public static State of(Letters.Kind kind) {
    return kind == Letters.Kind.DEAD_LETTER ? DEAD : QUARANTINED;
  }
}
