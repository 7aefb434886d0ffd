package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** strace, without which nothing shows that a write was followed by its sync: {@code kill -9} leaves the operating system's cache. */
final class Strace {
  private static final String WHY = "and without it nothing shows that what is acknowledged is on disk. ";
  private static final String ELSE = "or leave this test out with -Dstrace=none";
  private static final String LONGEST_TEXT = "10000000";

  private final String program;

  Strace(String program) {
    this.program = program;
  }

  /** Fails when it cannot trace here; skips the test when the system property {@code strace} is {@code none}. */
  static Strace required() throws IOException, InterruptedException {
    Assumptions.assumeFalse("none".equals(System.getProperty("strace")),
        "-Dstrace=none: it was not looked at whether what is acknowledged is on disk");
    Strace strace = new Strace("strace");
    strace.check();
    return strace;
  }

  /** In a container tracing may be forbidden. */
  void check() throws IOException, InterruptedException {
    Process probe;
    try {
      probe = new ProcessBuilder(command(Path.of("/dev/null"), List.of("true"))).redirectErrorStream(true).start();
    } catch (IOException e) {
      fail("strace is not there, " + WHY + "Install it (apt-get install strace), " + ELSE);
      return;
    }
    String output = new String(probe.getInputStream().readAllBytes()).strip();
    if (probe.waitFor() != 0) {
      fail("strace cannot trace a process here, " + WHY + "It says: " + output
          + ". Allow it (in a container: --cap-add=SYS_PTRACE), " + ELSE);
    }
  }

  /** Prints each write and each sync of the program and its threads, with the files' paths and all that is written. */
  List<String> command(Path output, List<String> traced) {
    return Stream.concat(Stream.of(program, "-f", "--seccomp-bpf", "-qq", "-y", "-tt", "-s", LONGEST_TEXT, "-e", "signal=none",
        "-e", "trace=write,writev,pwrite64,pwritev,pwritev2,ftruncate,?unlink,unlinkat,fsync,fdatasync",
        "-o", output.toString()), traced.stream()).toList();
  }
}
