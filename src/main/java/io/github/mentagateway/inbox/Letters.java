package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters and quarantine: what waits for a person. Calls block; they never run on the path of a notification. */
public interface Letters {
  int MOST_GROUPED = 10_000;

  enum Kind { DEAD_LETTER, QUARANTINE }

  /** The newest first, those with a number below {@code before} only ({@code Long.MAX_VALUE} for the first page). */
  List<Letter> list(Kind kind, long before, int most);

  /** How many there are, per channel. */
  Map<String, Long> count(Kind kind);

  /** How many there are, per action; those that have none, as their content was never read, under the empty text. */
  Map<String, Long> countByAction(Kind kind);

  /** How many there are of each action at each channel. */
  List<Share> shares(Kind kind);

  /**
   * How many there are of each reason at each channel among the newest {@link #MOST_GROUPED}, and when the first and the last of these became one.
   * Those that differ only from the private part on are of one reason, and the group has the text of one of them.
   */
  List<Group> groups(Kind kind);

  /**
   * The oldest notifications first, however often each was replayed.
   *
   * @param wanted whatever its state says
   * @param after 0 to begin with; else the {@link Page#next} of the page before
   * @param most about: all of one notification are on one page
   */
  Page oldest(Kind kind, DeliveryFilter wanted, long after, int most);

  /** One of either kind, or of any other state; empty when the id is none of this store. */
  Optional<Detail> find(String deliveryId);

  /**
   * Tries the same delivery again: same id, its attempts begin anew, its place in the order is the one it had.
   *
   * @throws RefusedException when it is not of that kind, or a newer one of its entity was delivered there since and not {@code force}
   */
  void retry(Kind kind, String deliveryId, boolean force);

  /**
   * Whether {@link #retry} would be refused; nothing is changed.
   *
   * @throws RefusedException as {@link #retry} would
   */
  void tryRetry(Kind kind, String deliveryId);

  /**
   * Makes a new delivery of the same content at the end of its line, and ends the old one.
   *
   * @param revision what the notification is now, when it was read again; null keeps what is stored
   * @return the id of the new delivery
   * @throws RefusedException as {@link #retry}; of an edited one also when any newer one of the entity that it has now was delivered anywhere,
   *     or waits
   */
  String replay(Kind kind, String deliveryId, Revision revision, boolean force);

  /**
   * Whether {@link #replay} would be refused; nothing is changed.
   *
   * @throws RefusedException as {@link #replay} would
   */
  void tryReplay(Kind kind, String deliveryId, Revision revision, boolean force);

  /**
   * Delivers once more what was delivered, or was ended without: a new delivery at the end of its line.
   *
   * @param id of a delivery; of a notification: its first delivery, after which all that follows from it comes once more too
   * @return the id of the new delivery
   * @throws RefusedException when it still waits or is a letter, or a newer one of its entity waits or was delivered since and not
   *     {@code force}
   */
  String deliverAgain(String id, boolean force);

  /**
   * Ends it for good: it is never sent, and if it held up its entity, what came later goes on. Not undone by anything.
   *
   * @param reason why, in the person's words; kept as the letter's reason, before the one that it had
   * @throws RefusedException when it is not of that kind any more
   */
  void discard(Kind kind, String deliveryId, String reason);

  /** What a notification turned out to be when it was read again for a replay, or a person has made of it: then its payload is not the original. */
  record Revision(String action, String entity, Payload payload) {

    public Revision {
      entity = Texts.storable(entity);
    }

    public boolean isEdited() {
      return !payload.isOriginal();
    }
  }

  /** @param number for paging: pass the last one's as {@code before} */
  record Letter(
      long number, String deliveryId, String notificationId, String channel, String action, String entity, String state,
      int attempts, Instant receivedAt, Instant since, String reason) {}

  /** @param action null for those whose content was never read */
  record Share(String channel, String action, long count) {}

  record Group(String channel, String reason, long count, Instant first, Instant last) {}

  /** @param next null when there are no more */
  record Page(List<Letter> letters, Long next) {}

  record Detail(Letter letter, Original original, Payload payload, List<Attempt> attempts) {}

  /** A person's request that the store does not carry out; the message says why and what to do. */
  final class RefusedException extends RuntimeException {
    public RefusedException(String message) {
      super(message);
    }
  }
}
