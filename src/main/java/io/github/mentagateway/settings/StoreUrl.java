package io.github.mentagateway.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What {@code gateway.store.url} may be: an H2 file, or a PostgreSQL database. */
final class StoreUrl {
  private static final String H2 = "jdbc:h2:";
  private static final String FILE = "jdbc:h2:file:";
  /** The forms that H2 takes for a file on disk. Options are ours: some of them give up what the answer 202 promises. */
  private static final Pattern H2_FILE = Pattern.compile(FILE + "(\\.{0,2}/|~/|[A-Za-z]:[/\\\\])[^;]*[^;/\\\\]");

  private StoreUrl() {}

  /** @throws IllegalArgumentException whose message is the rule that was broken */
  static String check(String url) {
    if (isPostgres(url)) {
      PostgresUrl.checkStore(url);
    } else if (!H2_FILE.matcher(url).matches()) {
      throw new IllegalArgumentException("must be jdbc:h2:file:PATH without options, with a PATH that begins with ./, ../, ~/ or /, or"
          + " jdbc:postgresql://HOST/DATABASE: write jdbc:h2:file:./data/inbox or another place on a disk for one instance, or the"
          + " PostgreSQL database that several share");
    }
    return url;
  }

  static boolean isPostgres(String url) {
    return url.startsWith(PostgresUrl.SCHEME);
  }

  /** The file that an H2 URL names; {@code ~} is the user's folder, as it is for H2. */
  static Path file(String url) {
    String file = url.substring(FILE.length());
    return Path.of(file.startsWith("~/") ? System.getProperty("user.home") + file.substring(1) : file);
  }

  /** Whether a URL means the gateway's own store, however it is written. */
  static boolean isSame(String url, String storeUrl, Path home) {
    if (isPostgres(url) && isPostgres(storeUrl)) {
      return PostgresUrl.of(url).isSame(PostgresUrl.of(storeUrl));
    }
    return url.startsWith(H2) && place(url, home).equals(place(storeUrl, home));
  }

  private static String place(String url, Path home) {
    String place = url.split(";", 2)[0];
    try {
      return place.startsWith(FILE) ? home.resolve(file(place)).toAbsolutePath().normalize().toString() : place;
    } catch (InvalidPathException unusual) {
      return place;
    }
  }
}
