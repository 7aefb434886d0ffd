package io.github.mentagateway.routes;

import java.nio.file.Path;

/** A file of routes, of a kamelet, or of a text that routes name, as it was read. */
public record RouteFile(Path path, byte[] content) {
  static final String KAMELET = ".kamelet.yaml";

  /** Whether a file of that name holds a kamelet, and no routes. */
  public static boolean isKamelet(Path path) {
    return path.toString().endsWith(KAMELET);
  }

  /** Whether a file of that name holds routes or a kamelet. */
  public static boolean isOne(Path path) {
    return path.toString().endsWith(".camel.yaml") || path.toString().endsWith(KAMELET);
  }
}
