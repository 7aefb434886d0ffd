package io.github.mentagateway.settings;

import java.nio.file.Path;

/** Checks {@code gateway.store.url}, which is an SQLite file or a PostgreSQL database. */
final class StoreUrl {
  private static final String H2 = "jdbc:h2:";

  private StoreUrl() {}

  /** @throws IllegalArgumentException whose message is the rule that was broken */
  static String check(String url) {
    if (isPostgres(url)) {
      PostgresUrl.checkStore(url);
    } else if (url.regionMatches(true, 0, H2, 0, H2.length())) {
      throw new IllegalArgumentException(
          "is an H2 database: the store is SQLite or PostgreSQL now; write gateway.store.url=jdbc:sqlite:data/inbox.db");
    } else if (!SqliteUrl.isStore(url)) {
      throw new IllegalArgumentException("must be jdbc:sqlite:PATH, where PATH is a file's and nothing stands behind it, or"
          + " jdbc:postgresql://HOST/DATABASE: write jdbc:sqlite:data/inbox.db or another place on a disk for one instance, or the"
          + " PostgreSQL database that several share");
    }
    return url;
  }

  static boolean isPostgres(String url) {
    return url.startsWith(PostgresUrl.SCHEME);
  }

  /** The file of an SQLite store. */
  static Path file(String url) {
    return SqliteUrl.file(url).orElseThrow();
  }

  /** Whether a URL means the gateway's own store, however the two are written. */
  static boolean isSame(String url, String storeUrl, Path home) {
    if (isPostgres(url) && isPostgres(storeUrl)) {
      return PostgresUrl.of(url).isSame(PostgresUrl.of(storeUrl));
    }
    return SqliteUrl.is(url) && SqliteUrl.is(storeUrl) && SqliteUrl.isSame(url, storeUrl, home);
  }
}
