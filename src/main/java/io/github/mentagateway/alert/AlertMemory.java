package io.github.mentagateway.alert;

import java.util.Optional;

/** Where it is kept what was told, over restarts. */
interface AlertMemory {
  /** What was kept; nothing while it is another instance's turn to tell. */
  Optional<AlertBook> take();

  /** @return false when it is another instance's turn by now, or that cannot be known */
  boolean keep(AlertBook book);
}
