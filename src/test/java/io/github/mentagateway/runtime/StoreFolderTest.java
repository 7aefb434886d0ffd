package io.github.mentagateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {
  @TempDir
  Path home;

  @Test
  void a_folder_that_is_not_there_is_made_for_its_owner_only() throws Exception {
    new StoreFolder(home.resolve("other/store")).prepare();

    assertThat(mode(home.resolve("other/store"))).isEqualTo("rwx------");
  }

  @Test
  void a_folder_of_somebody_elses_making_keeps_its_mode() throws Exception {
    Path store = Files.createDirectory(home.resolve("store"));
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxr-x---"));

    new StoreFolder(store).prepare();

    assertThat(mode(store)).isEqualTo("rwxr-x---");
  }

  @Test
  void before_the_folder_is_there_the_disk_that_it_will_be_on_is_measured() {
    assertThat(new StoreFolder(home.resolve("not/yet")).free()).isPositive();
  }

  /** A file system without free space: what is free elsewhere does not count. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void the_disk_of_the_store_is_measured_and_no_other() {
    assertThat(new StoreFolder(Path.of("/proc/self/store")).free()).isZero();
  }

  private static String mode(Path folder) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
