package io.github.mentagateway.lib;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The libraries that the gateway's jar is made of, by the list in it, which the build makes and a test holds against the class path. */
final class InsideLibraries {
  private static final String LIST = "/META-INF/THIRD-PARTY.txt";
  /** {@code … (io.vertx:vertx-core:4.5.31 - https://…)}. */
  private static final Pattern LIBRARY = Pattern.compile("\\(([^():\\s]+):([^():\\s]+):([^():\\s]+) - ");

  private InsideLibraries() {}

  static List<Library> ofJar() throws IOException {
    try (InputStream in = InsideLibraries.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new LibraryException("this gateway does not run from its jar, which has the list of what is inside: build the jar, and use that");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static List<Library> parse(String list) {
    return LIBRARY.matcher(list).results().map(found -> new Library(found.group(1), found.group(2), found.group(3))).toList();
  }

  /** Whether it is there with all of its classes: of Bouncy Castle only a part is, so that whoever needs it brings it. */
  static boolean isWhole(Library library) {
    return !library.group().equals("org.bouncycastle");
  }
}
