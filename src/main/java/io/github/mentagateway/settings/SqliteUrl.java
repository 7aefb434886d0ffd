package io.github.mentagateway.settings;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file that a URL of SQLite's driver means. */
final class SqliteUrl {
  private static final String SCHEME = "jdbc:sqlite:";
  private static final String URI = "file:";
  /**
   * Paths that do not name a file for the store: the driver's own {@code :memory:} and {@code :resource:}, URIs, folders, parameters.
   * SQLite takes {@code ~} for a folder of that name, which nobody means.
   */
  private static final Pattern NO_FILE = Pattern.compile("(?i)|[:~].*|file:.*|.*\\?.*|(.*[/\\\\])?\\.{0,2}", Pattern.DOTALL);

  private SqliteUrl() {}

  /** Whether the URL is SQLite's; the driver takes its scheme in any letters. */
  static boolean is(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** Whether the URL names one file and nothing else, and so can be the store. */
  static boolean isStore(String url) {
    return url.startsWith(SCHEME) && !NO_FILE.matcher(url.substring(SCHEME.length())).matches() && file(url).isPresent();
  }

  /**
   * The file as the driver reads it, also from an encoded {@code file:PATH} and {@code file://localhost/PATH}; empty when there is none.
   */
  static Optional<Path> file(String url) {
    String path = url.substring(SCHEME.length()).split("\\?", 2)[0];
    if (path.startsWith(URI)) {
      path = decoded(path.substring(URI.length()).replaceFirst("#.*", "").replaceFirst("^//[^/]*", ""));
    }
    try {
      return path.isEmpty() || path.startsWith(":") ? Optional.empty() : Optional.of(Path.of(path));
    } catch (InvalidPathException unusual) {
      return Optional.empty();
    }
  }

  /** Whether both URLs mean one file, also through links. */
  static boolean isSame(String url, String other, Path home) {
    Optional<Path> file = file(url).map(home::resolve);
    Optional<Path> otherFile = file(other).map(home::resolve);
    return file.isPresent() && otherFile.isPresent() && isSame(file.get(), otherFile.get());
  }

  private static boolean isSame(Path file, Path other) {
    try {
      if (Files.exists(file) && Files.exists(other)) {
        return Files.isSameFile(file, other);
      }
    } catch (IOException unreadable) {
      // the paths are compared below
    }
    return real(file.toAbsolutePath()).equals(real(other.toAbsolutePath()));
  }

  /** Follows the links on the way to a file, which need not be there. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException notThere) {
      return path.getParent() == null ? path : real(path.getParent()).resolve(path.getFileName()).normalize();
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException unusual) {
      return text;
    }
  }
}
