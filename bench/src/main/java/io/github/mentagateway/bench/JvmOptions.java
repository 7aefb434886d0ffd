package io.github.mentagateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The options of Java that the gateway is shipped with. */
final class JvmOptions {
  private JvmOptions() {}

  static List<String> shipped(Path project) {
    Path file = project.resolve("config/jvm.options");
    return Files.exists(file) ? List.of("@" + file.toAbsolutePath()) : List.of();
  }
}
