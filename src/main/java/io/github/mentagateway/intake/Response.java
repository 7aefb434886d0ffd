package io.github.mentagateway.intake;

/**
 * How a request ended.
 *
 * @param name for the log: what the receipt says of one that was taken, {@code refused} or {@code failed} for the others
 * @param id of the notification, null when none was taken
 * @param action null when it is not known
 * @param reason for the log; null when all is well
 * @param failure for the log, when it is ours to mend; else null
 */
record Response(Answer answer, String name, String id, String action, String reason, Throwable failure) {

  static Response refused(Answer answer, String reason) {
    return new Response(answer, "refused", null, null, reason, null);
  }

  static Response failed(Answer answer, String reason, Throwable failure) {
    return new Response(answer, "failed", null, null, reason, failure);
  }
}
