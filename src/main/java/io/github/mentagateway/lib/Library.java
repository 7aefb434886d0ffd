package io.github.mentagateway.lib;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A library by its coordinates in Maven. */
record Library(String group, String artifact, String version) {
  private static final Pattern COORDINATES = Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.-]+)");

  /**
   * Reads what a person typed: {@code camel-ftp} for a part of Camel, or {@code group:artifact:version}.
   *
   * @param inside the libraries of the gateway's jar, whose Camel is the one to match
   */
  static Library parse(String text, List<Library> inside) {
    String camel = inside.stream().filter(library -> library.artifact().equals("camel-api")).findFirst().orElseThrow().version();
    Matcher coordinates = COORDINATES.matcher(text);
    if (text.matches("camel-[a-z0-9-]+")) {
      return new Library("org.apache.camel", text, camel);
    } else if (!coordinates.matches()) {
      throw new LibraryException("'" + text + "' names no library: write camel-NAME, such as camel-ftp, for a part of Camel " + camel
          + ", else group:artifact:version, such as com.oracle.database.jdbc:ojdbc11:23.9.0.25.07");
    }
    Library library = new Library(coordinates.group(1), coordinates.group(2), coordinates.group(3));
    if (library.group().equals("org.apache.camel") && !library.version().equals(camel)) {
      throw new LibraryException(text + " is of another version than the gateway's Camel, which is " + camel + ": write " + library.artifact());
    }
    return library;
  }

  boolean isSameBut(Library other) {
    return group.equals(other.group) && artifact.equals(other.artifact);
  }

  @Override
  public String toString() {
    return group + ":" + artifact + ":" + version;
  }
}
