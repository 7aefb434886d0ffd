package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.util.List;

/**
 * What a person decides about all that waits in a channel, as when its route was renamed or removed. Each call is one transaction about a
 * hundred deliveries at the most, so that nobody waits for it, and is on disk when it returns: whoever was interrupted begins again, and goes on
 * with what is left. A delivery that is under way is left as it is. Calls block.
 */
public interface Backlogs {

  /**
   * Gives deliveries to another channel. Their ids are those of that channel, their order along each entity stays, also among what waits there,
   * and their attempts begin anew. What could come after a newer one of its entity that was delivered there, and what the channel has already of the
   * same notification, is left.
   *
   * @param after 0 to begin with; else the {@link Step#next} of the step before
   * @throws RefusedException when a route reads {@code from} here, and not {@code whileRead}, or none reads {@code to} here
   */
  Step move(Move move, long after);

  /**
   * Ends deliveries for good: they are never sent. Not undone by anything.
   *
   * @param reason why, in the person's words; kept with each, before the reason that it had
   * @param dryRun nothing is changed
   * @param after as in {@link #move}
   * @throws RefusedException when a route reads the channel, here or at another instance that has something of it under way
   */
  Step discard(String channel, String reason, boolean dryRun, long after);

  /**
   * @param force also what comes after a newer one of its entity that was delivered there
   * @param whileRead also when a route reads {@code from}
   * @param dryRun nothing is changed
   */
  record Move(String from, String to, boolean force, boolean whileRead, boolean dryRun) {}

  /**
   * @param changed the ids of those that were moved or ended; those moved have the ids of the other channel
   * @param left those that stay where they are, and why
   * @param next for the next step; null when this was the last one
   */
  record Step(List<String> changed, List<Left> left, Long next) {
    public int done() {
      return changed.size();
    }
  }

  record Left(String deliveryId, String reason) {}
}
