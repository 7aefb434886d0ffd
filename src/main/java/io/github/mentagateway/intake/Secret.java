package io.github.mentagateway.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * A value that a request must carry, with every text that counts as right. Compares digests of equal length, each of them to its
 * end, so that the time taken tells neither length nor content nor which of them it was.
 */
final class Secret {
  private final List<byte[]> accepted;

  Secret(List<String> accepted) {
    this.accepted = accepted.stream().map(text -> digest(text.getBytes(StandardCharsets.UTF_8))).toList();
  }

  boolean matches(byte[] given) {
    byte[] digest = digest(given);
    boolean matches = false;
    for (byte[] right : accepted) {
      matches |= MessageDigest.isEqual(right, digest);
    }
    return matches;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
