package io.github.mentagateway.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Properties;

/** Which jar of Camel has what this gateway has not. Most are not named like what is in them: {@code sftp} is in camel-ftp. */
final class CamelJars {
  private static final String FILE = "camel-jars.properties";

  private CamelJars() {}

  /**
   * The artifact that has it; empty when Camel has no such thing.
   *
   * @param kind {@code component}, {@code language} or {@code dataformat}
   */
  static Optional<String> of(String kind, String name) {
    return Optional.ofNullable(all().getProperty(kind + "." + name));
  }

  static Collection<String> names(String kind) {
    return all().stringPropertyNames().stream().filter(key -> key.startsWith(kind + ".")).map(key -> key.substring(kind.length() + 1)).toList();
  }

  /** What to do when it is not there, without an end. */
  static String instead(String kind, String name) {
    return of(kind, name).map(jar -> "add it with ./menta-gateway lib add " + jar)
        .orElse("put the jar that has it, of Camel's version here, and what that needs, into lib/");
  }

  /** Read when something is missing only. */
  private static Properties all() {
    try (InputStream in = CamelJars.class.getResourceAsStream(FILE)) {
      Properties jars = new Properties();
      jars.load(in);
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }
}
