package io.github.mentagateway.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * A run in figures.
 *
 * @param endpoint without its path
 * @param sent messages that menta made, by action; those without one are {@code nonsense}
 * @param acknowledged messages that menta counts as delivered
 * @param attempts of all messages
 * @param retries attempts that were not the first one of their message
 * @param statuses how many attempts were answered with which status, whether menta read it or not
 * @param outcomes the outcomes in our own gateway's answers; empty with another endpoint
 * @param causes why attempts failed, faults that were made on purpose included
 * @param reasons an example of what the network said, by cause
 * @param latencyMillis of the answered attempts whose bodies were sent at once
 * @param faults how many faults were made, by kind
 * @param seconds how long the run took
 * @param mentaSeconds how much time passed at menta
 * @param verdict null when nothing was verified
 */
public record Report(long seed, String endpoint, Map<String, Integer> sent, int acknowledged, int attempts, int retries,
    Map<Integer, Integer> statuses, Map<String, Integer> outcomes, Map<String, Integer> causes, Map<String, String> reasons,
    Latency latencyMillis, Waiting waiting, Map<String, Integer> faults, double seconds, double mentaSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Verdict verdict) {

  /** All 0 when nothing was answered. */
  public record Latency(long count, double p50, double p99, double max) {}

  /**
   * What menta would still be holding.
   *
   * @param messages how many messages it holds
   * @param nonPriority how many of them were sent again 50 times in vain
   * @param heldBack how many of them wait on purpose for a newer one to overtake them
   * @param notMade how many were asked for and never made
   */
  public record Waiting(int messages, int nonPriority, int heldBack, int notMade) {}

  /** Menta has nothing left to send. */
  @JsonProperty
  public boolean allAcknowledged() {
    return waiting.messages == 0 && waiting.notMade == 0;
  }

  Report with(Verdict found) {
    return new Report(seed, endpoint, sent, acknowledged, attempts, retries, statuses, outcomes, causes, reasons, latencyMillis, waiting,
        faults, seconds, mentaSeconds, found);
  }
}
