package io.github.mentagateway.inbox;

import java.time.Duration;
import java.util.Optional;

/** Small texts that the instances on one store share, each of which belongs to one instance for a while. */
public interface LeasedState {
  /**
   * Makes the text the holder's for so long from now on.
   *
   * @return the text, empty when none was written yet; nothing while another holder's lease lasts
   * @throws InboxUnavailableException when the store does not answer
   */
  Optional<String> acquire(String name, String holder, Duration lease);

  /**
   * Writes the text, when the holder still has it. It is on disk when this returns.
   *
   * @return whether it was written: else another one has taken it over
   * @throws InboxUnavailableException when the store does not answer
   */
  boolean write(String name, String holder, String text);
}
