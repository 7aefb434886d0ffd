package io.github.mentagateway.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.mentagateway.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateFolderTest {
  @TempDir
  Path home;

  @Test
  void a_folder_that_is_not_there_is_made_for_its_owner_only() throws Exception {
    PrivateFolder.prepare(home.resolve("data"));

    assertThat(mode(home.resolve("data"))).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @CsvSource({"rwxr-xr-x, rwx------", "rwxrwxrwx, rwx------", "rwx-----x, rwx------", "rwx------, rwx------"})
  void a_folder_that_others_may_enter_is_closed_to_them_and_keeps_what_is_in_it(String before, String after) throws Exception {
    Path data = Files.createDirectory(home.resolve("data"));
    Files.writeString(data.resolve("inbox.db"), "kept");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(before));

    PrivateFolder.prepare(data);

    assertThat(mode(data)).isEqualTo(after);
    assertThat(data.resolve("inbox.db")).hasContent("kept");
    assertThat(PrivateFolder.isOpenToOthers(data)).isFalse();
  }

  /** The kernel keeps the modes of its own folders from everybody, the superuser included. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void a_folder_that_cannot_be_closed_is_warned_about_and_used() throws Exception {
    Path folder = Path.of("/proc/self/task");

    try (CapturedLog log = CapturedLog.of(PrivateFolder.class.getName())) {
      PrivateFolder.prepare(folder);

      assertThat(log.lines()).containsExactly("WARN the folder /proc/self/task has mode r-xr-xr-x and owner "
          + Files.getOwner(folder) + ": it holds secrets and personal data, and this user may not close it to others. Make this user"
          + " its owner, or see to it that nobody else gets there");
    }
  }

  @Test
  void a_file_in_its_place_is_told() throws Exception {
    Path data = Files.writeString(home.resolve("data"), "x");

    assertThatIOException().isThrownBy(() -> PrivateFolder.prepare(data))
        .withMessage(data + " is not a folder, and the gateway keeps its data there: move it away");
  }

  private static String mode(Path folder) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
