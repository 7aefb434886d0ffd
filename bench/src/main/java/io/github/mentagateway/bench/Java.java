package io.github.mentagateway.bench;

import java.nio.file.Path;

/** The Java that runs the benchmark runs what it measures. */
final class Java {
  private Java() {}

  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
