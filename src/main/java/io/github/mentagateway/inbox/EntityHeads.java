package io.github.mentagateway.inbox;

import java.time.Instant;

/** The newest accepted notification of each entity, which a copy is compared with. */
interface EntityHeads {
  /**
   * @param receivedAt null: longer ago than anybody remembers
   * @param owner a digest of who has the ticket after it; null when no notification said so yet
   */
  record Head(long notification, byte[] fingerprint, Instant receivedAt, byte[] owner) {}

  /**
   * As of this transaction; null when nothing of the entity was ever accepted.
   *
   * @param entity one of {@link Preparation#compared()} of this transaction
   */
  Head newest(String entity);

  /** A notification was taken, about an entity or not. */
  void appended(long notification);

  /** It is the newest one from here on; part of the transaction. */
  void stage(String entity, Head head);
}
