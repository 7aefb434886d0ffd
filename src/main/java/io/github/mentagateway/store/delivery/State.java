package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Letters;
import java.util.Locale;

/** Where a delivery stands. Stored, never derived. */
public enum State {
  WAITING, DELIVERED, DEAD, QUARANTINED, REPLAYED, DISCARDED;

  public final String column = name().toLowerCase(Locale.ROOT);

  public static State of(Letters.Kind kind) {
    return kind == Letters.Kind.DEAD_LETTER ? DEAD : QUARANTINED;
  }
}
