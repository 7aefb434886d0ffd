package io.github.mentagateway.inbox;

/** Why a notification was called a copy of one in custody. */
public enum DuplicateRule {
  /** It equals the newest accepted one of its entity, which is younger than the horizon. */
  NEWEST,
  /** It equals an older one of its ticket, and starts from an owner who no longer has the ticket. */
  CHAIN,
  /** It equals one whose answer did not certainly reach the sender in time. */
  UNANSWERED,
  /** It carries the same id as one before. */
  ID
}
