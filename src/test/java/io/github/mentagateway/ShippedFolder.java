package io.github.mentagateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies what is shipped into a test's own gateway folder. */
public final class ShippedFolder {
  private ShippedFolder() {}

  /** @param parts such as {@code routes}; without any: all that a gateway reads */
  public static Path copyTo(Path home, String... parts) throws IOException {
    for (String part : parts.length == 0 ? new String[] {"routes", "config", "samples"} : parts) {
      copy(Path.of(part), home.resolve(part));
    }
    return home;
  }

  /** A folder with all that is in it. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
