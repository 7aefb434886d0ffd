package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build without strace does not pass for one that has looked. */
class StraceTest {
  @TempDir
  Path folder;

  @Test
  void where_it_is_not_installed_the_test_fails_and_says_what_to_do() {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> new Strace(folder.resolve("strace").toString()).check())
        .withMessage("strace is not there, and without it nothing shows that what is acknowledged is on disk. Install it"
            + " (apt-get install strace), or leave this test out with -Dstrace=none");
  }

  @Test
  void where_tracing_is_forbidden_the_test_fails_with_what_strace_says() throws Exception {
    Path forbidden = Files.createFile(folder.resolve("strace"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(forbidden, "#!/bin/sh\necho 'strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted' >&2\nexit 1\n");

    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> new Strace(forbidden.toString()).check())
        .withMessage("strace cannot trace a process here, and without it nothing shows that what is acknowledged is on disk. It says:"
            + " strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted. Allow it (in a container: --cap-add=SYS_PTRACE), or leave"
            + " this test out with -Dstrace=none");
  }
}
