package io.github.mentagateway.inbox;

import java.util.Locale;

/** Where a delivery stands. Stored, never derived. */
enum State {
  WAITING, DELIVERED, DEAD, QUARANTINED, REPLAYED, DISCARDED;

  final String column = name().toLowerCase(Locale.ROOT);

  /** Whether nobody waits for it any more: neither a route nor a person. */
  static boolean isFinal(String column) {
    return column.equals(DELIVERED.column) || column.equals(REPLAYED.column) || column.equals(DISCARDED.column);
  }

  static State of(Letters.Kind kind) {
    return kind == Letters.Kind.DEAD_LETTER ? DEAD : QUARANTINED;
  }
}
