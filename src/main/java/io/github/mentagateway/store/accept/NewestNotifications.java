package io.github.mentagateway.store.accept;

import java.util.HashMap;
import java.util.Map;

/** The newest notification of each entity, which a copy is compared with. */
final class NewestNotifications {
  /**
   * @param receivedAt in microseconds
   * @param owner a digest of who has the ticket after it; null when no notification said so yet
   * @param previous the one before it of the same entity; null when it is the first
   */
  record Head(long number, byte[] fingerprint, long receivedAt, byte[] owner, Long previous) {}

  private final Map<String, Head> heads = new HashMap<>();
  /** By number: those that are accepted in this group, and not written yet. */
  private final Map<Long, Head> accepted = new HashMap<>();

  void begin() {
    heads.clear();
    accepted.clear();
  }

  void found(String entity, Head head) {
    heads.put(entity, head);
  }

  /** As of this transaction; null when nothing of the entity was ever accepted. */
  Head of(String entity) {
    return heads.get(entity);
  }

  void accepted(String entity, Head head) {
    heads.put(entity, head);
    accepted.put(head.number(), head);
  }

  /** Null when it was not accepted in this group. */
  Head accepted(long number) {
    return accepted.get(number);
  }
}
