package io.github.mentagateway.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What {@code gateway.store.url} may be: an SQLite file, or a PostgreSQL database. */
final class StoreUrl {
  private static final String H2 = "jdbc:h2:";
  private static final String H2_FILE = "jdbc:h2:file:";
  /** The forms that H2 takes for a file on disk. Options are ours: some of them give up what the answer 202 promises. */
  private static final Pattern H2_STORE = Pattern.compile(H2_FILE + "(\\.{0,2}/|~/|[A-Za-z]:[/\\\\])[^;]*[^;/\\\\]");

  private StoreUrl() {}

  /** @throws IllegalArgumentException whose message is the rule that was broken */
  static String check(String url) {
    if (isPostgres(url)) {
      PostgresUrl.checkStore(url);
    } else if (isH2(url)) {
      if (!H2_STORE.matcher(url).matches()) {
        refuseH2();
      }
    } else if (!SqliteUrl.isStore(url)) {
      throw new IllegalArgumentException("must be jdbc:sqlite:PATH, where PATH is a file's and nothing stands behind it, or"
          + " jdbc:postgresql://HOST/DATABASE: write jdbc:sqlite:data/inbox.db or another place on a disk for one instance, or the"
          + " PostgreSQL database that several share");
    }
    return url;
  }

  static void refuseH2() {
    throw new IllegalArgumentException(
        "is an H2 database: the store is SQLite or PostgreSQL now; write gateway.store.url=jdbc:sqlite:data/inbox.db");
  }

  static boolean isPostgres(String url) {
    return url.startsWith(PostgresUrl.SCHEME);
  }

  private static boolean isH2(String url) {
    return url.regionMatches(true, 0, H2, 0, H2.length());
  }

  /** The file of a store that has one. {@code ~} is the user's folder in a URL of H2, as it is for H2. */
  static Path file(String url) {
    if (SqliteUrl.is(url)) {
      return SqliteUrl.file(url).orElseThrow();
    }
    String file = url.substring(H2_FILE.length());
    return Path.of(file.startsWith("~/") ? System.getProperty("user.home") + file.substring(1) : file);
  }

  /** Whether a URL means the gateway's own store, however it is written. */
  static boolean isSame(String url, String storeUrl, Path home) {
    if (isPostgres(url) && isPostgres(storeUrl)) {
      return PostgresUrl.of(url).isSame(PostgresUrl.of(storeUrl));
    }
    if (SqliteUrl.is(url) && SqliteUrl.is(storeUrl)) {
      return SqliteUrl.isSame(url, storeUrl, home);
    }
    return url.startsWith(H2) && place(url, home).equals(place(storeUrl, home));
  }

  private static String place(String url, Path home) {
    String place = url.split(";", 2)[0];
    try {
      return place.startsWith(H2_FILE) ? home.resolve(file(place)).toAbsolutePath().normalize().toString() : place;
    } catch (InvalidPathException unusual) {
      return place;
    }
  }
}
