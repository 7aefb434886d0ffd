package io.github.mentagateway.lib;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Adds jars to {@code lib/} and removes them. A jar appears there whole or not at all, and one that needs others appears after them, so that
 * what was cut off is made whole by the same command once more.
 */
public final class Libraries {
  private static final String UNFINISHED = ".add-";

  private final Path folder;

  /** @param home the gateway's folder */
  public Libraries(Path home) {
    folder = home.resolve("lib");
  }

  /**
   * Brings libraries with all that they need and the gateway does not have.
   *
   * @param names {@code camel-ftp} or {@code group:artifact:version}
   * @param environment has the {@code PATH} on which Maven is
   * @return what was done, for a person
   * @throws LibraryException when it cannot be, with nothing added
   */
  public List<String> add(List<String> names, boolean offline, Map<String, String> environment) throws IOException, InterruptedException {
    return add(names, offline, environment, InsideLibraries.ofJar());
  }

  List<String> add(List<String> names, boolean offline, Map<String, String> environment, List<Library> inside)
      throws IOException, InterruptedException {
    List<String> done = new ArrayList<>();
    List<Library> wanted = new ArrayList<>();
    for (Library library : names.stream().map(name -> Library.parse(name, inside)).toList()) {
      inside.stream().filter(library::isSameBut).filter(InsideLibraries::isWhole).findFirst().ifPresentOrElse(
          has -> done.add("inside   " + has + " is in the gateway's jar" + (has.equals(library) ? ""
              : ", and its classes would come before those of version " + library.version())), () -> wanted.add(library));
    }
    Path work = Files.createTempDirectory("menta-gateway-lib");
    try {
      List<MavenResolver.Resolved> jars = wanted.isEmpty() ? List.of()
          : new MavenResolver(inside, environment).resolve(wanted, offline, work).stream().filter(jar -> !isInside(jar.library(), inside))
              // what was asked for comes last, so that it is never there without what it needs
              .sorted(Comparator.comparing(jar -> wanted.contains(jar.library()))).toList();
      refuseOtherVersions(jars);
      done.addAll(put(jars));
    } finally {
      delete(work);
    }
    return done;
  }

  private static boolean isInside(Library library, List<Library> inside) {
    return inside.stream().anyMatch(has -> has.isSameBut(library) && InsideLibraries.isWhole(has));
  }

  private void refuseOtherVersions(List<MavenResolver.Resolved> jars) throws IOException {
    List<String> others = new ArrayList<>();
    List<String> there = list();
    for (MavenResolver.Resolved jar : jars) {
      String version = jar.library().artifact() + "-\\d[^/]*\\.jar";
      there.stream().filter(name -> name.matches(version) && !name.equals(jar.fileName()) && !isClassified(name, jar, jars))
          .forEach(name -> others.add("lib/" + name + " is there, and " + jar.fileName() + " is needed"));
    }
    if (!others.isEmpty()) {
      throw new LibraryException(String.join("; ", others) + ": of two versions of one library each class comes from the one whose name is first."
          + " Nothing was added. Remove the other one (./menta-gateway lib remove FILE) and ask again");
    }
  }

  /** Whether it is the same version with a classifier, such as the libraries of Netty for another system. */
  private static boolean isClassified(String name, MavenResolver.Resolved jar, List<MavenResolver.Resolved> jars) {
    return jars.stream().anyMatch(other -> other.fileName().equals(name))
        || name.startsWith(jar.library().artifact() + "-" + jar.library().version() + "-");
  }

  private List<String> put(List<MavenResolver.Resolved> jars) throws IOException {
    List<String> done = new ArrayList<>();
    Files.createDirectories(folder);
    removeUnfinished();
    long bytes = 0;
    int added = 0;
    for (MavenResolver.Resolved jar : jars) {
      Path target = folder.resolve(jar.fileName());
      long size = Files.size(jar.file());
      if (Files.exists(target) && Files.mismatch(target, jar.file()) == -1) {
        done.add("there    " + jar.fileName());
        continue;
      }
      String what = Files.exists(target) ? "replaced " : "added    ";
      Path unfinished = Files.createTempFile(folder, UNFINISHED, ".part");
      Files.copy(jar.file(), unfinished, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel copy = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        copy.force(true);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      done.add(what + jar.fileName() + "  " + size(size));
      added++;
      bytes += size;
    }
    done.add(added == 0 ? "Nothing was added." : "Added " + added + (added == 1 ? " jar" : " jars") + ", " + size(bytes)
        + ", to lib/. They count from the next start on.");
    return done;
  }

  private void removeUnfinished() throws IOException {
    for (Path left : Files.isDirectory(folder) ? files(UNFINISHED) : List.<Path>of()) {
      Files.deleteIfExists(left);
    }
  }

  private List<Path> files(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
  }

  /** The names of the jars in {@code lib/}. */
  public List<String> list() throws IOException {
    return !Files.isDirectory(folder) ? List.of()
        : files("").stream().map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")).toList();
  }

  /** Each jar with its size, for a person. */
  public List<String> listed() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : list()) {
      lines.add(name + "  " + size(Files.size(folder.resolve(name))));
    }
    return lines.isEmpty() ? List.of("No jars in lib/.") : lines;
  }

  /** Removes these files, all of them or none. */
  public List<String> remove(List<String> names) throws IOException {
    List<String> there = list();
    List<String> unknown = names.stream().filter(name -> !there.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new LibraryException("lib/ has no jar " + String.join(", ", unknown) + ": write the whole name of a file there"
          + (there.isEmpty() ? "; it has none" : ", of " + String.join(", ", there)) + ". Nothing was removed");
    }
    for (String name : names) {
      Files.delete(folder.resolve(name));
    }
    return names.stream().map(name -> "removed  " + name).toList();
  }

  private static String size(long bytes) {
    return bytes < 100_000 ? (bytes + 999) / 1000 + " KB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static void delete(Path work) throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
