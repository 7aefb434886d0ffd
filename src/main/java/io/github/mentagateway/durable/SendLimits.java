package io.github.mentagateway.durable;

/**
 * How much one run of a route may send to channels: its sends stay in memory until it ends, and go into one transaction.
 *
 * @param sends how many sends, to all channels together
 * @param bytes the length of their bodies, without the one that the run began with
 */
public record SendLimits(int sends, long bytes) {

  /** Why a run may not send that much; null when it may. */
  String excess(int sent, long held) {
    if (sent > sends) {
      return "the route sends more than " + sends + " times in one run (gateway.delivery.max-sends): nothing was sent. " + next("split less");
    }
    return held <= bytes ? null : "what the route sends in one run has more than " + bytes
        + " bytes (gateway.delivery.max-send-bytes): nothing was sent. " + next("send less");
  }

  private static String next(String change) {
    return "Let it " + change + " at once or raise that setting, then retry this delivery";
  }
}
