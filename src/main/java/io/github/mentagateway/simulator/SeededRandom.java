package io.github.mentagateway.simulator;

import java.util.SplittableRandom;

/** Chance that depends on what is drawn for, and on nothing else: neither on threads nor on time. */
final class SeededRandom {
  /** What is drawn for shares no chance with anything else. */
  enum Purpose { FAULT, LENGTH, NON_PRIORITY }

  private SeededRandom() {}

  /** @return from 0 to below 1, the same each time */
  static double share(long seed, Purpose purpose, int message, int attempt) {
    long mixed = seed;
    for (long part : new long[] {purpose.ordinal(), message, attempt}) {
      mixed = new SplittableRandom(mixed + part).nextLong();
    }
    return new SplittableRandom(mixed).nextDouble();
  }
}
