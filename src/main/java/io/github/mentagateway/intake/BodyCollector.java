package io.github.mentagateway.intake;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Puts the parts of a request's body together, up to a limit, whatever its Content-Type says. */
final class BodyCollector {
  private static final int FIRST_SIZE = 2048;
  /** What a promise alone may cost: more is reserved as the bytes arrive. */
  private static final int RESERVED_AT_ONCE = 64 << 10;

  private final int most;
  private final int expected;
  private byte[] bytes;
  private int size;

  /** @param declared bytes that the Content-Length promises, at most {@code most}; negative when there is none */
  BodyCollector(long declared, int most) {
    this.most = most;
    this.expected = declared >= 0 ? (int) declared : most;
    this.bytes = new byte[Math.min(expected, declared >= 0 ? RESERVED_AT_ONCE : FIRST_SIZE)];
  }

  /** False when the body is over the limit now; nothing was added then. */
  boolean add(Buffer part) {
    int length = part.length();
    if (length > most - size) {
      return false;
    }
    if (length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, Math.min(2 * bytes.length, expected)));
    }
    part.getBytes(bytes, size);
    size += length;
    return true;
  }

  byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
