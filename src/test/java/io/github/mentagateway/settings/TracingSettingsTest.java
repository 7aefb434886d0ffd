package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingSettingsTest {
  @TempDir
  Path folder;
  private SettingsHome home;

  @BeforeEach
  void makeHome() {
    home = SettingsHome.in(folder);
  }

  @Test
  void by_default_there_are_no_traces() throws Exception {
    assertThat(home.load().tracing()).isEqualTo(new Settings.Tracing(Optional.empty(), Map.of(), 1));
  }

  @ParameterizedTest
  @CsvSource({"http://collector:4318, http://collector:4318", "https://[::1]/otlp/, https://[::1]/otlp",
      "http://collector:4318/v1/traces, http://collector:4318"})
  void the_endpoint_is_that_of_all_signals_and_may_be_that_of_traces(String written, String endpoint) throws Exception {
    home.properties("gateway.tracing.endpoint=" + written);

    assertThat(home.load().tracing().endpoint()).contains(endpoint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector:4318", "grpc://collector:4317", "http://user:password@collector:4318", "http://collector?key=1", "http://"})
  void any_other_endpoint_is_refused(String written) {
    home.properties("gateway.tracing.endpoint=" + written);

    assertThat(home.problems()).singleElement().asString().startsWith("gateway.tracing.endpoint is '").endsWith("': it must be http:// or https://"
        + " and a collector's host and port, such as http://collector:4318, without user and query; a key goes into gateway.tracing.header.NAME");
  }

  @Test
  void headers_are_secret_and_a_variable_spells_their_dashes_as_it_can() throws Exception {
    home.properties("gateway.tracing.header.Authorization=Bearer {{secret:COLLECTOR}}");

    Settings settings = home.load(Map.of("COLLECTOR", "the-collectors-key", "GATEWAY_TRACING_HEADER_X_API_KEY", "another-key"));

    assertThat(settings.tracing().headers()).containsOnly(Map.entry("Authorization", "Bearer the-collectors-key"), Map.entry("x-api-key", "another-key"));
    assertThat(settings.secrets().redact("401 for the-collectors-key, another-key")).isEqualTo("401 for ***, ***");
    assertThat(ShownSettings.of(settings)).containsEntry("gateway.tracing.header.Authorization", "set");
  }

  @Test
  void a_header_that_no_request_can_have_is_told_without_its_value() {
    home.properties("gateway.tracing.header.x\\:y=a", "gateway.tracing.header.key=first\\nsecond", "gateway.tracing.sample=2");

    assertThat(home.problems()).containsExactlyInAnyOrder("gateway.tracing.header.x:y: a header's name here holds only letters, digits and '-'",
        "gateway.tracing.header.key has characters that no header may have: write printable ASCII in one line",
        "gateway.tracing.sample is '2': it must be a number between 0.0 and 1.0");
  }
}
