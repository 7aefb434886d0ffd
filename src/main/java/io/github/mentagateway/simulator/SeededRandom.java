package io.github.mentagateway.simulator;

import java.util.SplittableRandom;

/** Random numbers that depend on the seed, the purpose, the message and the attempt only: neither on threads nor on time. */
final class SeededRandom {
  /** Numbers of different purposes are independent of one another. */
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
