package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.settings.Settings.Intake.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeSettingsTest {
  @TempDir private Path home;

  @BeforeEach
  void makeRoutes() throws Exception {
    Files.createDirectory(home.resolve("routes"));
  }

  @Test
  void header_and_basic_cannot_both_read_the_authorization_header() {
    assertThatThrownBy(() -> Settings.load(home, Map.of(
        "GATEWAY_INTAKE_AUTH", "header,basic", "GATEWAY_INTAKE_AUTH_HEADER_NAME", "authorization")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("gateway.intake.auth asks for header and basic, and gateway.intake.auth.header-name is 'authorization': basic "
            + "needs that header for itself; give gateway.intake.auth.header-name another name");
  }

  @Test
  void limits_of_nothing_are_refused() {
    assertThatThrownBy(() -> Settings.load(home, Map.of("GATEWAY_INTAKE_HEAD_TIMEOUT", "0s", "GATEWAY_INTAKE_BODY_TIMEOUT", "2h",
        "GATEWAY_INTAKE_BODY_RATE", "0", "GATEWAY_INTAKE_IDLE_TIMEOUT", "60", "GATEWAY_INTAKE_MAX_CONNECTIONS", "0")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("""
            gateway.intake.head-timeout is '0s': it must be above 0 and at most 1h
            gateway.intake.body-timeout is '2h': it must be above 0 and at most 1h
            gateway.intake.body-rate is '0': it must be between 1 and 1073741824
            gateway.intake.idle-timeout is '60': it must be a whole number with a unit: ms, s, m, h or d, such as 5s
            gateway.intake.max-connections is '0': it must be a whole number above 0""");
  }

  @Test
  void header_and_basic_go_together_with_a_header_of_its_own() throws Exception {
    Settings settings = Settings.load(home, Map.of(
        "GATEWAY_INTAKE_AUTH", "header,basic", "GATEWAY_INTAKE_AUTH_HEADER_NAME", "X-Token"));
    assertThat(settings.intake().auth()).containsExactlyInAnyOrder(Scheme.HEADER, Scheme.BASIC);
  }
}
