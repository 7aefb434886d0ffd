package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.util.List;

/**
 * What a person decides about what waits at a destination: one delivery, those of a filter, or all, as when its route was renamed or removed. A
 * decision about many goes by steps. Each is one transaction about a hundred deliveries at the most, so that nobody waits for it, and is on disk
 * when it returns: whoever was interrupted begins again, and goes on with what is left. A delivery that is under way is left as it is. Calls block.
 */
public interface Backlogs {

  /**
   * Gives deliveries to another channel. Their ids are those of that channel, their order along each entity stays, also among what waits there,
   * and their attempts begin anew. What could come after a newer one of its entity that was delivered there, and what the channel has already of the
   * same notification, is left.
   *
   * @param after 0 to begin with; else the {@link Step#next} of the step before
   * @throws RefusedException when a route reads where they wait here, and not {@code whileRead}, or none reads {@code to} here
   */
  Step move(Move move, long after);

  /**
   * Ends deliveries for good: they are never sent. Not undone by anything.
   *
   * @param after as in {@link #move}
   * @throws RefusedException when not {@code whileRead}, and a route reads the channel, here or at another instance that has something of it under
   *     way
   */
  Step discard(Discard discard, long after);

  /**
   * As {@link #move(Move, long)}, one alone, whether a route reads where it waits or not.
   *
   * @param dryRun nothing is changed
   * @return the id that it has, or would have, there
   * @throws RefusedException when it does not wait, is under way, or would be left
   */
  String move(String deliveryId, String to, boolean force, boolean dryRun);

  /**
   * As {@link #discard(Discard, long)}, one alone, whether a route reads where it waits or not.
   *
   * @throws RefusedException when it does not wait, or is under way
   */
  void discard(String deliveryId, String reason);

  /**
   * @param what of one destination; whatever its state says
   * @param force also what comes after a newer one of its entity that was delivered there
   * @param whileRead also when a route reads where they wait
   * @param dryRun nothing is changed
   */
  record Move(DeliveryFilter what, String to, boolean force, boolean whileRead, boolean dryRun) {
    public String from() {
      return what.destination();
    }
  }

  /** As {@link Move}. @param reason why, in the person's words; kept with each, before the reason that it had */
  record Discard(DeliveryFilter what, String reason, boolean whileRead, boolean dryRun) {}

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
