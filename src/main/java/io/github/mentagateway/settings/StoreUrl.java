package io.github.mentagateway.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Whether a URL means the gateway's own store, however its path is written. */
final class StoreUrl {
  private static final String H2 = "jdbc:h2:";
  private static final String FILE = "jdbc:h2:file:";

  private StoreUrl() {}

  static boolean isSame(String url, String storeUrl, Path home) {
    return url.startsWith(H2) && place(url, home).equals(place(storeUrl, home));
  }

  private static String place(String url, Path home) {
    String place = url.split(";", 2)[0];
    try {
      return place.startsWith(FILE)
          ? home.resolve(place.substring(FILE.length())).toAbsolutePath().normalize().toString()
          : place;
    } catch (InvalidPathException unusual) {
      return place;
    }
  }
}
