package io.github.mentagateway.process;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A disk of a few megabytes, which really fills up: a tmpfs in namespaces of its own, for which nobody has to be root. A process that does
 * nothing keeps them; when it ends, with this process at the latest, the disk is gone, and nothing stays mounted.
 */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path folder;
  private final Process keeper;

  private SmallDisk(Path folder, Process keeper) {
    this.folder = folder;
    this.keeper = keeper;
  }

  /** @param folder where those who are {@link #inside} see it. Skips the test where the system lets nobody mount one */
  static SmallDisk at(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    String refusal;
    try {
      Process keeper = new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
          "mount -t tmpfs -o size=" + megabytes + "m tmpfs \"$0\" && echo mounted && exec cat > /dev/null", folder.toString())
          .redirectErrorStream(true).start();
      String answer = new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8)).readLine();
      if ("mounted".equals(answer)) {
        return new SmallDisk(folder, keeper);
      }
      refusal = answer;
    } catch (IOException e) {
      refusal = e.getMessage();
    }
    return abort("no disk can be filled here: this user may not mount a tmpfs (unshare --user --map-root-user --mount): " + refusal);
  }

  /** What a command line begins with when its process shall see the disk. Its id stays the one of the process that was started. */
  List<String> inside(Path workingDirectory) {
    return List.of("nsenter", "--target", String.valueOf(keeper.pid()), "--user", "--mount", "--preserve-credentials", "sh", "-c",
        "cd \"$0\" && exec \"$@\"", workingDirectory.toString());
  }

  /** The same folder, as this process finds it. */
  private Path seen() {
    return Path.of("/proc/" + keeper.pid() + "/root" + folder);
  }

  long free() {
    return seen().toFile().getUsableSpace();
  }

  /** Writes a file that takes all room but for about so many bytes. */
  void fill(long left) throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream ballast = Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (free() > left) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (free() > BLOCK) {
        throw e;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return seen().resolve("ballast");
  }

  @Override
  public void close() throws InterruptedException {
    keeper.destroyForcibly().waitFor();
  }
}
