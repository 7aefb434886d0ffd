package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
  @TempDir
  Path folder;
  private SettingsHome home;

  @BeforeEach
  void makeHome() {
    home = SettingsHome.in(folder);
  }

  @Test
  void a_database_is_its_three_properties() throws Exception {
    home.properties("gateway.database.tickets.url=jdbc:x", "gateway.database.tickets.user=u", "gateway.database.tickets.password=secret");

    assertThat(home.load().databases()).containsOnlyKeys("tickets")
        .containsEntry("tickets", new Settings.Database("tickets", "jdbc:x", "u", "secret", Duration.ofSeconds(30), 16, Duration.ofSeconds(5), ""));
  }

  @Test
  void a_database_may_come_from_the_environment_alone() throws Exception {
    Settings settings = home.load(Map.of(
        "GATEWAY_DATABASE_TICKETS_URL", "jdbc:x", "GATEWAY_DATABASE_TICKETS_USER", "u", "GATEWAY_DATABASE_TICKETS_PASSWORD", "secret"));

    assertThat(settings.databases())
        .containsOnlyKeys("tickets")
        .containsEntry("tickets", new Settings.Database("tickets", "jdbc:x", "u", "secret", Duration.ofSeconds(30), 16, Duration.ofSeconds(5), ""));
  }

  @Test
  void the_password_alone_may_come_from_the_environment_whatever_the_name_looks_like() throws Exception {
    home.properties("gateway.database.legacy-CRM_2.url=jdbc:x", "gateway.database.legacy-CRM_2.user=u");

    assertThat(home.load(Map.of("GATEWAY_DATABASE_LEGACY_CRM_2_PASSWORD", "secret")).databases())
        .containsOnlyKeys("legacy-CRM_2")
        .containsEntry("legacy-CRM_2", new Settings.Database("legacy-CRM_2", "jdbc:x", "u", "secret", Duration.ofSeconds(30), 16, Duration.ofSeconds(5), ""));
  }

  @Test
  void a_name_of_several_words_from_the_environment_keeps_its_underscore() throws Exception {
    assertThat(home.load(Map.of("GATEWAY_DATABASE_OLD_CRM_URL", "jdbc:x")).databases())
        .containsEntry("old_crm", new Settings.Database("old_crm", "jdbc:x", "", "", Duration.ofSeconds(30), 16, Duration.ofSeconds(5), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DATABASE", "ENTITY", "DATABASE_CRM", "ENTITY_TICKET", "MAIL"})
  void a_service_of_kubernetes_with_such_a_name_is_no_setting(String service) throws Exception {
    Settings without = home.load();
    String prefix = "GATEWAY_" + service;

    Settings settings = home.load(Map.of(
        prefix + "_SERVICE_HOST", "10.0.0.1", prefix + "_SERVICE_PORT", "5432", prefix + "_SERVICE_PORT_URL", "5432",
        prefix + "_PORT", "tcp://10.0.0.1:5432", prefix + "_PORT_5432_TCP", "tcp://10.0.0.1:5432",
        prefix + "_PORT_5432_TCP_PROTO", "tcp", prefix + "_PORT_5432_TCP_PORT", "5432", prefix + "_PORT_5432_TCP_ADDR", "10.0.0.1"));

    assertThat(settings.databases()).isEmpty();
    assertThat(settings.entities()).isEqualTo(without.entities());
    assertThat(settings.mail()).isEqualTo(without.mail());
  }

  @Test
  void a_statement_s_time_is_each_database_s_own() throws Exception {
    home.properties("gateway.database.crm.url=jdbc:x", "gateway.database.crm.timeout=2m");

    assertThat(home.load().databases().get("crm").timeout()).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "999ms", "2d"})
  void a_statement_s_time_has_whole_seconds_and_an_end(String timeout) {
    home.properties("gateway.database.crm.url=jdbc:x", "gateway.database.crm.timeout=" + timeout);

    assertThat(home.problems()).containsExactly("gateway.database.crm.timeout is '" + timeout + "': it must be between 1s and 1d");
  }

  @Test
  void the_pool_and_the_query_of_its_health_are_each_database_s_own() throws Exception {
    home.properties("gateway.database.crm.url=jdbc:x", "gateway.database.crm.pool-size=3", "gateway.database.crm.connect-timeout=20s",
        "gateway.database.crm.health=SELECT 1 FROM dual");

    assertThat(home.load().databases()).containsEntry("crm",
        new Settings.Database("crm", "jdbc:x", "", "", Duration.ofSeconds(30), 3, Duration.ofSeconds(20), "SELECT 1 FROM dual"));
    assertThat(home.load(Map.of("GATEWAY_DATABASE_CRM_POOL_SIZE", "4", "GATEWAY_DATABASE_CRM_CONNECT_TIMEOUT", "2s")).databases())
        .containsOnlyKeys("crm").containsEntry("crm",
            new Settings.Database("crm", "jdbc:x", "", "", Duration.ofSeconds(30), 4, Duration.ofSeconds(2), "SELECT 1 FROM dual"));
  }

  @Test
  void a_login_s_time_from_the_environment_is_no_statement_s_time_of_another_database() throws Exception {
    assertThat(home.load(Map.of("GATEWAY_DATABASE_ERP_URL", "jdbc:x", "GATEWAY_DATABASE_ERP_CONNECT_TIMEOUT", "2s")).databases())
        .containsOnlyKeys("erp");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "pool-size | 0 | must be a whole number between 1 and 1000", "pool-size | 5k | must be a whole number between 1 and 1000",
      "connect-timeout | 900ms | must be between 1s and 5m", "connect-timeout | 6m | must be between 1s and 5m"})
  void a_pool_has_sensible_bounds(String setting, String value, String rule) {
    home.properties("gateway.database.crm.url=jdbc:x", "gateway.database.crm." + setting + "=" + value);

    assertThat(home.problems()).containsExactly("gateway.database.crm." + setting + " is '" + value + "': it " + rule);
  }

  @Test
  void each_problem_of_a_database_is_told_once() {
    home.properties("gateway.database.crm.user=u", "gateway.database.crm.password={{secret:CRM}}");

    assertThat(home.problems()).containsExactly(
        "gateway.database.crm.url is missing: a database needs it, such as jdbc:postgresql://host/name",
        "gateway.database.crm.password: secret 'CRM' is not there: set the environment variable CRM or write it into the file "
            + folder.resolve("config/secrets/CRM"));
  }

  @ParameterizedTest
  @CsvSource({
      "jdbc:h2:file:./crm, jdbc:h2:file:./crm;TRACE_LEVEL_FILE=0",
      "jdbc:h2:~/crm;MODE=Oracle, jdbc:h2:~/crm;MODE=Oracle;TRACE_LEVEL_FILE=0",
      "jdbc:h2:file:./crm;trace_level_file=1, jdbc:h2:file:./crm;trace_level_file=1",
      "jdbc:h2:tcp://host/crm, jdbc:h2:tcp://host/crm", "jdbc:h2:ssl://host/crm, jdbc:h2:ssl://host/crm",
      "jdbc:h2:mem:crm, jdbc:h2:mem:crm"})
  void a_database_in_h2_s_file_gets_no_trace_file_unless_its_url_asks_for_one(String url, String opened) throws Exception {
    home.properties("gateway.database.crm.url=" + url);

    assertThat(home.load().databases().get("crm").url()).isEqualTo(opened);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://db/menta", "jdbc:postgresql://DB:5432/menta?ApplicationName=x",
      "jdbc:postgresql://other,db:5432/men%74a?currentSchema=elsewhere"})
  void the_gateway_s_own_store_on_postgresql_is_no_database_for_routes(String url) {
    home.properties("gateway.store.url=jdbc:postgresql://db:5432/menta?sslmode=require", "gateway.database.crm.url=" + url);

    assertThat(home.problems()).containsExactly("gateway.database.crm.url is the gateway's own store (gateway.store.url),"
        + " which no route may touch: give it another URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:sqlite:data/inbox.db", "jdbc:sqlite:data/../data/./inbox.db", "JDBC:SQLite:data/inbox.db?mode=ro",
      "jdbc:sqlite:file:data/inbox.db?mode=ro", "jdbc:sqlite:file:data/inbox%2Edb#x", "jdbc:sqlite:linked/inbox.db",
      "jdbc:sqlite:HOME/data/inbox.db", "jdbc:sqlite:file:HOME/data/inbox.db", "jdbc:sqlite:file://HOME/data/inbox.db",
      "jdbc:sqlite:file://localhostHOME/data/inbox.db"})
  void nor_is_it_one_on_sqlite(String written) throws Exception {
    String url = written.replace("HOME", folder.toString());
    Files.createSymbolicLink(home.folder("data").folder().resolve("linked"), folder.resolve("data"));
    home.properties("gateway.store.url=jdbc:sqlite:data/inbox.db", "gateway.database.crm.url=" + url);

    List<String> before = home.problems();
    home.file("data/inbox.db", "");

    assertThat(before).containsExactly("gateway.database.crm.url is the gateway's own store (gateway.store.url),"
        + " which no route may touch: give it another URL");
    assertThat(home.problems()).as("once it is there").isEqualTo(before);
  }

  @Test
  void nor_is_a_second_name_of_its_file() throws Exception {
    home.file("data/inbox.db", "");
    Files.createLink(folder.resolve("crm.db"), folder.resolve("data/inbox.db"));
    home.properties("gateway.store.url=jdbc:sqlite:data/inbox.db", "gateway.database.crm.url=jdbc:sqlite:crm.db");

    assertThat(home.problems()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"jdbc:postgresql://localhost/menta, jdbc:postgresql:menta, false",
      "jdbc:postgresql://127.0.0.1:5432/menta, jdbc:postgresql:///menta, false",
      "jdbc:postgresql://[::1]/menta, jdbc:postgresql://localhost/menta, false",
      "jdbc:postgresql://db/menta, jdbc:postgresql://db/shop, true",
      "jdbc:postgresql://db/menta, jdbc:postgresql://db:5433/menta, true", "jdbc:postgresql://db/menta, jdbc:postgresql://shop/menta, true",
      "jdbc:postgresql://db/menta, jdbc:h2:file:./data/inbox, true", 
      "jdbc:sqlite:data/inbox.db, jdbc:sqlite:data/crm.db, true", "jdbc:sqlite:data/inbox.db, jdbc:sqlite:inbox.db, true",
      "jdbc:sqlite:data/inbox.db, jdbc:sqlite::memory:, true", "jdbc:sqlite:data/inbox.db, jdbc:sqlite:, true",
      "jdbc:sqlite:data/inbox.db, jdbc:sqlite:file:a%zz, true", "jdbc:sqlite:data/inbox.db, jdbc:h2:file:./data/inbox.db, true",
      "jdbc:sqlite:data/inbox.db, jdbc:postgresql://db/menta, true", "jdbc:postgresql://db/menta, jdbc:sqlite:data/inbox.db, true"})
  void another_server_or_another_database_is_not_the_store(String store, String url, boolean fine) {
    home.properties("gateway.store.url=" + store, "gateway.database.crm.url=" + url);

    assertThat(home.problems().isEmpty()).isEqualTo(fine);
  }

  @Test
  void a_wrong_last_part_is_no_setting() {
    home.properties("gateway.database.crm.url=jdbc:x", "gateway.database.crm.passwort=y");

    assertThat(home.problems()).singleElement().asString()
        .startsWith("gateway.database.crm.passwort is no setting of the gateway: ");
  }

  @Test
  void a_database_does_not_print_its_password() throws Exception {
    home.properties("gateway.database.crm.url=jdbc:x", "gateway.database.crm.password=hunter2hunter2");

    assertThat(home.load()).asString().doesNotContain("hunter2");
  }
}
