package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite::MEMORY:", "jdbc:sqlite::resource:inbox.db",
      "jdbc:sqlite:data/inbox.db?synchronous=OFF", "jdbc:sqlite:data/inbox.db?", "jdbc:sqlite:file:data/inbox.db",
      "jdbc:sqlite:FILE:data/inbox.db?mode=memory", "jdbc:sqlite:data/", "jdbc:sqlite:/", "jdbc:sqlite:..", "jdbc:sqlite:data/.",
      "jdbc:sqlite:~/inbox.db", "JDBC:SQLITE:data/inbox.db", "jdbc:oracle:thin:@//host/x", "data/inbox.db"})
  void a_store_that_may_not_keep_what_it_was_given_is_refused(String url) {
    assertThat(SettingsHome.in(folder).properties("gateway.store.url=" + url).problems()).containsExactly("gateway.store.url is '" + url
        + "': it must be jdbc:sqlite:PATH, where PATH is a file's and nothing stands behind it, or jdbc:postgresql://HOST/DATABASE:"
        + " write jdbc:sqlite:data/inbox.db or another place on a disk for one instance, or the PostgreSQL database that several share");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:mem:x", "jdbc:h2:./data/inbox", "jdbc:h2:tcp://host/x", "jdbc:h2:file:inbox", "jdbc:h2:file:memFS:/x",
      "jdbc:h2:file:./data/inbox;WRITE_DELAY=0", "jdbc:h2:file:/x/inbox;FILE_LOCK=NO", "jdbc:h2:file:~/inbox;ACCESS_MODE_DATA=r",
      "jdbc:h2:file:./data/inbox", "jdbc:h2:file:/x/", "jdbc:h2:file:", "JDBC:H2:FILE:./x"})
  void an_h2_database_is_refused_with_what_to_write(String url) {
    assertThat(SettingsHome.in(folder).properties("gateway.store.url=" + url).problems()).containsExactly("gateway.store.url is '" + url
        + "': it is an H2 database: the store is SQLite or PostgreSQL now; write gateway.store.url=jdbc:sqlite:data/inbox.db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://db/menta", "jdbc:postgresql://db.example.com:5433/menta", "jdbc:postgresql://[::1]:5432/menta",
      "jdbc:postgresql://one:5432,two/menta?targetServerType=primary",
      "jdbc:postgresql://db/menta?sslmode=verify-full&sslrootcert=/etc/ca.pem&currentSchema=gateway&prepareThreshold=0"})
  void a_postgresql_database_is_a_store_without_a_file(String url) throws Exception {
    assertThat(store(url).isPostgres()).isTrue();
    assertThat(store(url).folder()).isEmpty();
    assertThat(store("jdbc:sqlite:data/inbox.db").isPostgres()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql:menta", "jdbc:postgresql:///menta", "jdbc:postgresql://db", "jdbc:postgresql://db/",
      "jdbc:postgresql://db:port/menta", "jdbc:postgresql://db/menta?"})
  void a_postgresql_store_names_its_host_and_its_database(String url) {
    assertThat(SettingsHome.in(folder).properties("gateway.store.url=" + url).problems()).containsExactly("gateway.store.url is '" + url
        + "': it must be jdbc:postgresql://HOST/DATABASE, or with a port jdbc:postgresql://HOST:PORT/DATABASE, and parameters of the"
        + " driver behind a '?': name both");
  }

  @ParameterizedTest
  @ValueSource(strings = {"options=-c%20synchronous_commit=off", "readOnly=true", "autosave=always", "reWriteBatchedInserts=true",
      "user=menta", "sslmod=require", "SSLMODE=require", ""})
  void a_parameter_that_the_gateway_sets_or_nobody_knows_is_refused(String parameter) {
    String url = "jdbc:postgresql://db/menta?sslmode=require&" + parameter;

    assertThat(SettingsHome.in(folder).properties("gateway.store.url=" + url).problems()).singleElement().asString()
        .startsWith("gateway.store.url is '" + url + "': it must not have the parameter '" + parameter.split("=")[0]
            + "': the gateway sets itself what its promises rest on, and takes only ssl, sslmode, ")
        .endsWith("; user and password are gateway.store.user and gateway.store.password");
  }

  @Test
  void a_password_in_the_url_is_refused_and_not_repeated() {
    SettingsHome home = SettingsHome.in(folder)
        .properties("gateway.store.url=jdbc:postgresql://db/menta?password=hunter2hunter2&ssl=true");

    assertThat(home.problems()).singleElement().asString()
        .startsWith("gateway.store.url is 'jdbc:postgresql://db/menta?password=***&ssl=true': it must not have the parameter 'password'");
  }

  @Test
  void a_store_does_not_print_its_password() throws Exception {
    assertThat(SettingsHome.in(folder).properties("gateway.store.password=hunter2hunter2").load()).asString().doesNotContain("hunter2");
  }

  @Test
  void a_lease_is_longer_than_a_pause_of_an_instance_that_lives() throws Exception {
    assertThat(store("jdbc:postgresql://db/menta").lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(SettingsHome.in(folder).properties("gateway.store.lease=4s").problems()).containsExactly(
        "gateway.store.lease is '4s': it must be at least 5s: an instance that is only slow would lose what it delivers");
  }

  @Test
  void what_waits_for_a_commit_is_bounded_in_bytes() throws Exception {
    assertThat(SettingsHome.in(folder).load().store().queueBytes()).isEqualTo(64L << 20);
    assertThat(SettingsHome.in(folder).properties("gateway.store.queue-bytes=2GB").load().store().queueBytes()).isEqualTo(2L << 30);
    assertThat(SettingsHome.in(folder).properties("gateway.store.queue-bytes=0").problems()).containsExactly(
        "gateway.store.queue-bytes is '0': it must be between 1 and 1125899906842624");
  }

  @Test
  void one_notification_alone_fits_into_what_may_wait() throws Exception {
    SettingsHome home = SettingsHome.in(folder).properties("gateway.store.queue-bytes=1MB", "gateway.intake.max-body-bytes=2MB");

    assertThat(home.problems()).containsExactly("gateway.store.queue-bytes is '1MB', and gateway.intake.max-body-bytes is '2MB': a body of"
        + " that length could never be stored; raise gateway.store.queue-bytes to at least gateway.intake.max-body-bytes");
    assertThat(home.properties("gateway.store.queue-bytes=2MB", "gateway.intake.max-body-bytes=2048KB").problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"jdbc:sqlite:data/inbox.db, data", "jdbc:sqlite:inbox.db, .", "jdbc:sqlite:../inbox.db, ..", "jdbc:sqlite:/inbox.db, /",
      "jdbc:sqlite:/var/lib/menta gateway/inbox.db, /var/lib/menta gateway", "jdbc:sqlite:C:/menta/inbox.db, C:/menta",
      "jdbc:sqlite:data/.inbox, data"})
  void the_folder_of_the_store_is_that_of_its_file(String url, Path expected) throws Exception {
    assertThat(store(url).folder()).contains(expected);
  }

  @Test
  void a_retention_of_acts_that_is_shorter_than_somebody_may_ask_is_refused() {
    assertThat(SettingsHome.in(folder).properties("gateway.retention.acts=7d").problems()).containsExactly(
        "gateway.retention.acts is '7d': it must be at least 30d: for that long somebody may ask who did it");
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
