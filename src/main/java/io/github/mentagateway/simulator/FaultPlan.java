package io.github.mentagateway.simulator;

import java.time.Duration;

/**
 * How often what goes wrong on the wire, on purpose. Each share, from 0 to 1, is of the attempts; together they are at most 1, because an
 * attempt has one fault at most.
 *
 * @param lostAnswers the answer is read, the connection reset, and menta believes that none came
 * @param cuts the connection is reset as soon as the request has left, before the answer
 * @param resets the connection is reset in mid-body
 * @param slowBodies the body takes up to some seconds
 * @param lateCopies the share of the first attempts whose answer is lost, and whose retry comes after a newer message of the same entity
 *     was acknowledged
 * @param outages how many times menta reaches nobody for a while
 * @param outageLength how long each outage lasts, in menta's time
 * @param bursts what comes due in an outage is all sent at its end
 */
public record FaultPlan(double lostAnswers, double cuts, double resets, double slowBodies, double lateCopies, int outages,
    Duration outageLength, boolean bursts) {
  public static final Duration USUAL_OUTAGE = Duration.ofMinutes(1);
  public static final FaultPlan NONE = new FaultPlan(0, 0, 0, 0, 0, 0, USUAL_OUTAGE, false);
  public static final FaultPlan ALL = new FaultPlan(0.05, 0.02, 0.03, 0.02, 0.03, 2, USUAL_OUTAGE, true);

  /** The share of the attempts that have a fault, at most. */
  public double sum() {
    return lostAnswers + cuts + resets + slowBodies + lateCopies;
  }

  /** The fault of an attempt depends on the arguments only. */
  Fault of(long seed, Message message, int attempt) {
    double share = SeededRandom.share(seed, SeededRandom.Purpose.FAULT, message.number(), attempt);
    double end = 0;
    if (share < (end += lostAnswers)) {
      return Fault.LOST_ANSWER;
    }
    if (share < (end += cuts)) {
      return Fault.CUT;
    }
    if (share < (end += resets)) {
      return message.body().length < Fault.SHORTEST_BODY ? Fault.NONE : Fault.RESET;
    }
    if (share < (end += slowBodies)) {
      return message.body().length < Fault.SHORTEST_BODY ? Fault.NONE : Fault.SLOW_BODY;
    }
    return share < end + lateCopies && attempt == 1 && message.entity() != null ? Fault.LATE_COPY : Fault.NONE;
  }
}
