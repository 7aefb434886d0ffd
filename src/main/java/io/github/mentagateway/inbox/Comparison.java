package io.github.mentagateway.inbox;

import java.util.Arrays;

/**
 * What tells a copy of a notification from a new one; the sender gives neither an id nor a time.
 *
 * @param policy which rules may call it a duplicate
 * @param fingerprint 32 bytes, the same for the same content; with {@link Policy#SAME_ID}, for the same id
 * @param handover who gave the ticket to whom; null when it is not about that
 */
public record Comparison(Policy policy, byte[] fingerprint, Handover handover) {

  public enum Policy {
    /** A copy of the newest of its entity, of an older one against the chain of owners, or of one that was not certainly answered. */
    NEWEST,
    /** Only a copy of one that was not certainly answered. */
    UNANSWERED,
    /** Any that has the same fingerprint. */
    SAME_ID,
    /** None. */
    OFF
  }

  /**
   * Digests of the owners' addresses, 32 bytes each; null where the notification does not say. The first bytes tell the key that a digest
   * was made with: those of different keys say nothing of whether the owners are the same.
   */
  public record Handover(byte[] from, byte[] to) {
    public static final int KEY_BYTES = 4;

    /** Whether two digests can be compared. */
    public static boolean haveOneKey(byte[] digest, byte[] other) {
      return Arrays.equals(digest, 0, KEY_BYTES, other, 0, KEY_BYTES);
    }
  }
}
