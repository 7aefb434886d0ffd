package io.github.mentagateway.simulator;

/** What goes wrong with one attempt on purpose: see {@link FaultPlan}. */
enum Fault {
  NONE, LOST_ANSWER, CUT, RESET, SLOW_BODY, LATE_COPY;

  /** A shorter body has no middle. */
  static final int SHORTEST_BODY = 2;

  /** The answer is awaited, and menta never knows of it. */
  boolean losesAnswer() {
    return this == LOST_ANSWER || this == LATE_COPY;
  }
}
