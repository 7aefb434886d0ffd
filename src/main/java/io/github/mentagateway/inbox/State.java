package io.github.mentagateway.inbox;

import java.util.Locale;

/** Where a delivery stands. Stored, never derived. */
enum State {
  WAITING, DELIVERED, DEAD, QUARANTINED, REPLAYED, DISCARDED;

  final String column = name().toLowerCase(Locale.ROOT);

  static State of(Letters.Kind kind) {
    return kind == Letters.Kind.DEAD_LETTER ? DEAD : QUARANTINED;
  }
}
