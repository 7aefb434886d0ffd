package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.settings.Settings.Intake.Scheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir
  Path folder;
  private SettingsHome home;

  @BeforeEach
  void makeHome() {
    home = SettingsHome.in(folder);
  }

  @Test
  void without_a_file_and_without_an_environment_the_defaults_count() throws Exception {
    Settings settings = home.load();

    assertThat(settings.intake().listen()).isEqualTo(new Address("0.0.0.0", 8443));
    assertThat(settings.intake().path()).isEmpty();
    assertThat(settings.intake().auth()).containsExactly(Scheme.HEADER);
    assertThat(settings.intake().headerName()).isEqualTo("Authorization");
    assertThat(settings.intake().headerValues()).isEmpty();
    assertThat(settings.intake().maxBodyBytes()).isEqualTo(262144);
    assertThat(settings.intake().rejectUnusable()).isFalse();
    assertThat(settings.management().listen()).isEqualTo(new Address("127.0.0.1", 9876));
    assertThat(settings.management().open()).containsExactlyInAnyOrder("health", "metrics");
    assertThat(settings.store().url()).isEqualTo("jdbc:sqlite:data/inbox.db");
    assertThat(settings.store().minFree()).isEqualTo(256L << 20);
    assertThat(settings.delivery().maxAttempts()).isEqualTo(50);
    assertThat(settings.delivery().initialDelay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.delivery().maxDelay()).isEqualTo(Duration.ofMinutes(8));
    assertThat(settings.delivery().holdBehindDeadLetter()).isFalse();
    assertThat(settings.delivery().probeInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.delivery().window()).isEqualTo(Window.ALWAYS);
    assertThat(settings.entities()).containsEntry("event", List.of("data.eventId", "data.showId")).containsEntry("product", List.of("*"));
    assertThat(settings.databases()).isEmpty();
    assertThat(settings.routes()).isEqualTo(folder.resolve("routes"));
    assertThat(settings.data()).isEqualTo(folder.resolve("data"));
  }

  @Test
  void the_file_wins_over_the_defaults_and_the_environment_over_the_file() throws Exception {
    home.properties("gateway.intake.listen=127.0.0.1:1111", "gateway.intake.path=/from-the-file", "gateway.store.queue=7");

    Settings settings = home.load(Map.of("GATEWAY_INTAKE_PATH", "/from-the-environment", "GATEWAY_STORE_MIN_FREE", "1GB"));

    assertThat(settings.intake().listen()).isEqualTo(new Address("127.0.0.1", 1111));
    assertThat(settings.intake().path()).contains("/from-the-environment");
    assertThat(settings.store().queue()).isEqualTo(7);
    assertThat(settings.store().minFree()).isEqualTo(1L << 30);
  }

  @Test
  void an_empty_environment_variable_empties_the_setting() throws Exception {
    home.properties("gateway.intake.path=/from-the-file");

    assertThat(home.load(Map.of("GATEWAY_INTAKE_PATH", "")).intake().path()).isEmpty();
  }

  @Test
  void all_problems_are_told_at_once() {
    home.properties(
        "gateway.intake.listen=8443",
        "gateway.intake.auth=header,magic",
        "gateway.intake.auth.basic-user=a:b",
        "gateway.intake.path=menta",
        "gateway.delivery.initial-delay=5",
        "gateway.delivery.probe-interval=0s",
        "gateway.delivery.window=08:00-20:00",
        "gateway.store.url=jdbc:oracle:thin",
        "gateway.entity.ticket=id");

    assertThat(home.problems()).containsExactlyInAnyOrder(
        "gateway.intake.listen is '8443': it must be host:port, such as 0.0.0.0:8443",
        "gateway.intake.auth is 'header,magic': it must be header, basic, or both with a comma between;"
            + " none alone lets everybody in",
        "gateway.intake.auth.basic-user is 'a:b': it must be a name without ':' (RFC 7617)",
        "gateway.intake.path is 'menta': it must begin with / and hold only letters, digits, '-', '_', '.' and '~',"
            + " with no empty part and none that begins with a dot",
        "gateway.delivery.initial-delay is '5': it must be a whole number with a unit: ms, s, m, h or d, such as 5s",
        "gateway.delivery.probe-interval is '0s': it must be above 0: a destination that is down is not to be hammered",
        "gateway.delivery.window is '08:00-20:00': it must end with a time zone, such as Europe/Madrid or UTC: the machine's may be another"
            + " one; write it like 08:00-20:00 Europe/Madrid, or MON-FRI 08:00-20:00, SAT 10:00-14:00 Europe/Madrid",
        "gateway.store.url is 'jdbc:oracle:thin': it must be jdbc:sqlite:PATH, where PATH is a file's and nothing stands behind it,"
            + " or jdbc:postgresql://HOST/DATABASE: write jdbc:sqlite:data/inbox.db or another place on a disk for one instance, or the"
            + " PostgreSQL database that several share",
        "gateway.entity.ticket is 'id': it must list fields such as data.id, or be * when the whole family is one entity");
  }

  @Test
  void the_exception_says_each_problem_on_a_line_of_its_own() {
    home.properties("gateway.store.queue=0", "gateway.stand-ins=yes");

    assertThatThrownBy(() -> home.load())
        .isInstanceOf(SettingsException.class)
        .hasMessage(String.join(System.lineSeparator(),
            "gateway.store.queue is '0': it must be a whole number above 0",
            "gateway.stand-ins is 'yes': it must be one of: true, false"));
  }

  @Test
  void a_misspelt_name_is_refused_and_the_nearest_one_suggested() {
    home.properties("gateway.intake.lisen=0.0.0.0:1", "gateway.colour=red", "camel.main.name=mine", "my.own=thing");

    assertThat(home.problems()).containsExactly(
        "gateway.colour is no setting of the gateway: config/application.properties as shipped lists them all",
        "gateway.intake.lisen is no setting of the gateway: did you mean gateway.intake.listen?");
  }

  @Test
  void a_file_that_cannot_be_read_is_a_problem_and_not_a_stack_trace() {
    home.properties("gateway.intake.path=\\uZZZZ");

    assertThat(home.problems()).singleElement().asString()
        .isEqualTo(folder.resolve("config/application.properties") + " cannot be read: Malformed \\uxxxx encoding.");
  }

  @Test
  void a_byte_order_mark_before_the_first_setting_loses_nothing() throws Exception {
    home.properties("\uFEFFgateway.store.queue=7");

    assertThat(home.load().store().queue()).isEqualTo(7);
  }

  @Test
  void a_file_that_is_not_utf_8_is_told_with_its_line_and_what_to_do() throws Exception {
    home.properties();
    Files.write(folder.resolve("config/application.properties"),
        "gateway.store.queue=7\n\nshop.name=Taquilla Niño\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(home.problems()).containsExactly(folder.resolve("config/application.properties") + " cannot be read: line 3 is not UTF-8,"
        + " so the file was saved in another encoding, such as ISO-8859-1 or UTF-16: save it as UTF-8");
  }

  @Test
  void every_value_can_be_read_as_it_was_written_the_environment_over_the_file() throws Exception {
    home.properties("shop.name=Taquilla Niño", "shop.url=http://{{shop.host}}/", "gateway.mail.password={{secret:MAIL}}");

    assertThat(home.load(Map.of("SHOP_URL", "http://elsewhere/", "MAIL", "s3cr3t")).values()).containsEntry("shop.name", "Taquilla Niño")
        .containsEntry("shop.url", "http://elsewhere/").containsEntry("gateway.mail.password", "{{secret:MAIL}}")
        .containsEntry("camel.main.name", "menta-gateway").doesNotContainValue("s3cr3t");
  }

  @Test
  void a_folder_without_routes_is_told() {
    home.properties("gateway.routes=elsewhere");

    assertThat(home.problems()).containsExactly("gateway.routes: the folder " + folder.resolve("elsewhere")
        + " is not there; start the gateway in a folder with routes/ and config/");
  }

  @Test
  void a_certificate_without_its_key_is_refused() {
    home.file("cert.pem", "x").properties("gateway.tls.certificate=cert.pem");

    assertThat(home.problems()).containsExactly(
        "gateway.tls.certificate and gateway.tls.private-key belong together: set both, or none for a self-signed one");
  }

  @Test
  void a_certificate_that_is_not_there_is_named() {
    home.properties("gateway.tls.certificate=cert.pem", "gateway.tls.private-key=key.pem");

    assertThat(home.problems()).containsExactly(
        "gateway.tls.certificate: the file " + folder.resolve("cert.pem") + " is not there or cannot be read",
        "gateway.tls.private-key: the file " + folder.resolve("key.pem") + " is not there or cannot be read");
  }

  @Test
  void stand_ins_are_reached_from_this_machine_only() {
    home.properties("gateway.stand-ins.rest.listen=0.0.0.0:9877");

    assertThat(home.problems()).containsExactly(
        "gateway.stand-ins.rest.listen is '0.0.0.0:9877': it must be an address of this machine only, such as 127.0.0.1:9877");
  }

  @Test
  void letting_everybody_in_has_to_be_written_out() throws Exception {
    home.properties("gateway.intake.auth=");
    assertThat(home.problems()).containsExactly(
        "gateway.intake.auth is '': it must be header, basic, or both with a comma between; none alone lets everybody in");

    home.properties("gateway.intake.auth=none");
    assertThat(home.load().intake().auth()).isEmpty();
  }

  @Test
  void both_values_of_a_rotation_are_right() throws Exception {
    home.properties("gateway.intake.auth.header-value=Bearer one", "gateway.intake.auth.header-value-next=Bearer two");

    assertThat(home.load().intake().headerValues()).containsExactly("Bearer one", "Bearer two");
  }

  @Test
  void an_entity_may_come_from_the_environment_alone() throws Exception {
    Settings settings = home.load(Map.of("GATEWAY_ENTITY_PAYOUTS", "data.eventId", "GATEWAY_ENTITY_EVENT", "data.eventId"));

    assertThat(settings.entities())
        .containsEntry("payouts", List.of("data.eventId"))
        .containsEntry("event", List.of("data.eventId"));
  }
}
