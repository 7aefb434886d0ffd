package io.github.mentagateway.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * The numbers under which PostgreSQL keeps advisory locks: the same on every instance. Two names that share one are locked together,
 * which costs a little time and nothing else.
 */
final class LockKeys {
  private LockKeys() {}

  /** Sorted: whoever locks more than one locks them in the same order. */
  static Long[] of(Collection<String> entities, Collection<ByteBuffer> contents) {
    MessageDigest digest = sha256();
    return Stream.concat(
            entities.stream().map(entity -> ByteBuffer.wrap(digest.digest(entity.getBytes(StandardCharsets.UTF_8))).getLong()),
            contents.stream().map(content -> ByteBuffer.wrap(digest.digest(content.array())).getLong()))
        .sorted().distinct().toArray(Long[]::new);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
