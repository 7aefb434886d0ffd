package io.github.mentagateway.lib;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.jar.JarFile;

/**
 * The {@code Launcher-Agent-Class} of the jar's manifest: with plain {@code java -jar} it puts every {@code lib/*.jar} of the
 * working directory on the class path, in the order of their names, after the gateway's own classes. A jar that cannot be used is
 * left out and named on stderr. The gateway starts without it, and what needs the jar fails with its own message.
 */
public final class LibraryFolder {
  private LibraryFolder() {}

  /** Called by the JVM before {@code main}. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    append(Path.of("lib"), instrumentation::appendToSystemClassLoaderSearch, System.err);
  }

  static void append(Path folder, Consumer<JarFile> classPath, PrintStream err) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<String> unusable = new ArrayList<>();
    for (Path file : jars(folder, unusable)) {
      // the jar stays open for as long as the process lives, because the class path reads from it
      try {
        classPath.accept(new JarFile(file.toFile()));
      } catch (IOException | RuntimeException e) {
        unusable.add(file.getFileName() + " (" + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + ")");
      }
    }
    if (!unusable.isEmpty()) {
      err.println("menta-gateway: left out of the class path, because it is no jar that can be read: " + folder + "/"
          + String.join(", " + folder + "/", unusable) + ". Replace or remove it.");
    }
  }

  private static Iterable<Path> jars(Path folder, List<String> unusable) {
    TreeSet<Path> sorted = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(sorted::add);
    } catch (IOException | RuntimeException e) {
      unusable.add("*.jar (" + e.getMessage() + ")");
    }
    return sorted;
  }
}
