package io.github.mentagateway.health;

import java.util.List;

/**
 * All that is wrong at one moment.
 *
 * @param isStoreKnown whether the store could be asked; else nothing is known of what is shared, and its troubles are not among them
 */
public record Troubles(List<Trouble> all, boolean isStoreKnown) {
  /** Before there is anything to be asked. */
  public static final Troubles UNKNOWN = new Troubles(List.of(), false);

  public Troubles {
    all = List.copyOf(all);
  }
}
