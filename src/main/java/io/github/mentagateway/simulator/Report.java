package io.github.mentagateway.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * A run in figures.
 *
 * @param endpoint without its path
 * @param sent messages that menta made, by action; what is none is {@code nonsense}
 * @param acknowledged messages that menta counts as delivered
 * @param attempts of all messages
 * @param retries attempts that were not the first one of their message
 * @param statuses how many attempts were answered with which one, heard or not
 * @param outcomes of our own gateway's answers; empty with others
 * @param causes why attempts failed; what was done by intent too
 * @param reasons an example of what the network said, by cause
 * @param latencyMillis of the answered attempts with bodies sent at once
 * @param faults how many were made, by kind
 * @param seconds that it took
 * @param mentaSeconds that passed at menta
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
   * @param messages all of them
   * @param nonPriority those of them that were sent 50 times again in vain
   * @param heldBack those of them that wait for a newer one to overtake them, by intent
   * @param notMade that were asked for, and never came to be sent
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
