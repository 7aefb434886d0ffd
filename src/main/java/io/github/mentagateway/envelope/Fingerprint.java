package io.github.mentagateway.envelope;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest that is the same for the same content, whatever the order of keys, the white space or the wrapping. */
public final class Fingerprint {
  private static final ObjectWriter CANONICAL = EnvelopeMapper.create().writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Fingerprint() {}

  /** SHA-256, 32 bytes. */
  public static byte[] of(Envelope envelope) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(envelope));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("an envelope that was read can be written, and every JDK has SHA-256", e);
    }
  }
}
