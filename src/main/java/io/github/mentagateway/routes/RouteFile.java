package io.github.mentagateway.routes;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file of routes, of a kamelet, or of a text that routes name, as it was read. */
public record RouteFile(Path path, byte[] content) {
  private static final int HASH_BYTES = 6;
  static final String KAMELET = ".kamelet.yaml";

  /** The beginning of its SHA-256, by which a person compares it with another machine's. */
  public String hash() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether a file of that name holds a kamelet, and no routes. */
  public static boolean isKamelet(Path path) {
    return path.toString().endsWith(KAMELET);
  }

  /** Whether a file of that name holds routes or a kamelet. */
  public static boolean isOne(Path path) {
    return path.toString().endsWith(".camel.yaml") || path.toString().endsWith(KAMELET);
  }
}
