package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:mem:x", "jdbc:h2:./data/inbox", "jdbc:h2:tcp://host/x", "jdbc:h2:file:inbox", "jdbc:h2:file:memFS:/x",
      "jdbc:h2:file:./data/inbox;WRITE_DELAY=0", "jdbc:h2:file:/x/inbox;FILE_LOCK=NO", "jdbc:h2:file:~/inbox;ACCESS_MODE_DATA=r",
      "jdbc:h2:file:/x/", "jdbc:h2:file:", "JDBC:H2:FILE:./x", "jdbc:postgresql://host/x"})
  void a_store_that_may_not_keep_what_it_was_given_is_refused(String url) {
    SettingsHome home = SettingsHome.in(folder).properties("gateway.store.url=" + url);

    assertThat(home.problems()).containsExactly("gateway.store.url is '" + url + "': it must be jdbc:h2:file:PATH without options "
        + "(this version keeps its inbox in an H2 file only), with a PATH that begins with ./, ../, ~/ or /: "
        + "write jdbc:h2:file:./data/inbox or another place on a disk");
  }

  @ParameterizedTest
  @CsvSource({"jdbc:h2:file:./data/inbox, ./data", "jdbc:h2:file:../inbox, ..", "jdbc:h2:file:/var/lib/menta/inbox, /var/lib/menta",
      "jdbc:h2:file:/inbox, /", "jdbc:h2:file:C:/menta/inbox, C:/menta"})
  void the_folder_of_the_store_is_that_of_its_file(String url, Path expected) throws Exception {
    assertThat(store(url).folder()).isEqualTo(expected);
  }

  @Test
  void a_tilde_is_the_folder_of_the_user_as_it_is_for_h2() throws Exception {
    assertThat(store("jdbc:h2:file:~/menta/inbox").folder()).isEqualTo(Path.of(System.getProperty("user.home"), "menta"));
  }

  @Test
  void a_retention_that_is_shorter_than_copies_may_come_is_refused() {
    assertThat(SettingsHome.in(folder).properties("gateway.retention.delivered=6d").problems()).containsExactly(
        "gateway.retention.delivered is '6d': it must be at least 7d: for that long copies may still come");
  }

  private Settings.Store store(String url) throws Exception {
    return SettingsHome.in(folder).properties("gateway.store.url=" + url).load().store();
  }
}
