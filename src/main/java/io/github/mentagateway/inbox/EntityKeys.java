package io.github.mentagateway.inbox;

import java.util.random.RandomGenerator;

/**
 * Entities as lanes know them: 61 bits instead of a text. Two entities with the same key merely share a lane, where the order is kept as
 * well and one waits for the other. The key is a polynomial over a prime field at a point that is drawn at each start, so that nobody can
 * look for such entities: among a million of them the odds of one pair are below one to a thousand, were each as long as the store takes.
 */
final class EntityKeys {
  private static final long PRIME = (1L << 61) - 1;

  private final long point;

  EntityKeys(RandomGenerator random) {
    point = random.nextLong(1L << 32, PRIME);
  }

  /** Negative, and a delivery's number is not: what has no entity is known by its number. */
  long of(String entity, long number) {
    return entity == null ? number : of(entity);
  }

  long of(String entity) {
    long key = 1;
    for (int i = 0; i < entity.length(); i++) {
      key = reduce(times(key, point) + entity.charAt(i));
    }
    return key | Long.MIN_VALUE;
  }

  static boolean isEntity(long key) {
    return key < 0;
  }

  /** 2^61 is 1 in this field, so that the upper bits of a product are added to the lower ones. */
  private static long times(long a, long b) {
    long low = a * b;
    long high = Math.multiplyHigh(a, b);
    return reduce((low & PRIME) + (low >>> 61 | high << 3));
  }

  private static long reduce(long value) {
    return value >= PRIME ? value - PRIME : value;
  }
}
