package io.github.mentagateway.durable;

import io.github.mentagateway.inbox.Comparison.Handover;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The digests by which a ticket's owners are compared: HMAC-SHA-256 of their addresses, because an address is easily guessed from a digest
 * without a key. The first bytes name the key, and say nothing of the address.
 */
final class OwnerDigests {
  private final Mac keyed;
  private final byte[] keyId;

  OwnerDigests(byte[] key) {
    try {
      keyed = Mac.getInstance("HmacSHA256");
      keyed.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
    // no address has a NUL in it
    keyId = Arrays.copyOf(digest("\0key"), Handover.KEY_BYTES);
  }

  /** 32 bytes, the same for an address in any letters; null for a value that is no text, or a blank one. */
  byte[] of(Object address) {
    if (!(address instanceof String text) || text.isBlank()) {
      return null;
    }
    byte[] digest = digest(text.strip().toLowerCase(Locale.ROOT));
    System.arraycopy(keyId, 0, digest, 0, Handover.KEY_BYTES);
    return digest;
  }

  /** Safe on any thread. A copy of the keyed state is cheaper than a new one. */
  private byte[] digest(String text) {
    try {
      return ((Mac) keyed.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own can be copied", e);
    }
  }
}
