package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The archive of the built jar's classes that the launcher would make, made once for a jar: a gateway starts twice as fast with it. */
final class ClassArchive {
  private static Path archive;

  private ClassArchive() {}

  /** Waits while another JVM with tests makes it. */
  static synchronized Path of(Path jar) throws IOException, InterruptedException {
    if (archive == null) {
      Path file = jar.resolveSibling("tests-" + System.getProperty("java.version") + ".jsa");
      try (FileChannel lock = FileChannel.open(jar.resolveSibling("tests.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock.lock();
        if (!Files.exists(file) || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) < 0) {
          make(jar, file);
        }
      }
      archive = file;
    }
    return archive;
  }

  private static void make(Path jar, Path file) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path log = file.resolveSibling(file.getFileName() + ".log");
    Process maker = new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-jar", jar.toString(), "archive", file.toString())
        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(maker.waitFor()).as("the archive of %s is made: %s", jar, log).isZero();
  }
}
