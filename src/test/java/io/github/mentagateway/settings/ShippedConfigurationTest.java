package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedConfigurationTest {
  private static final Path SHIPPED = Path.of("config/application.properties");

  static Stream<String> settings() throws Exception {
    return defaults().stringPropertyNames().stream().filter(name -> name.startsWith("gateway.")).sorted();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void every_setting_stands_there_with_its_default_a_meaning_and_its_environment_variable(String name) throws Exception {
    String value = defaults().getProperty(name);
    String expected = value.isEmpty() ? "#" + name + "=" : name + "=" + value;
    List<String> lines = Files.readAllLines(SHIPPED);

    assertThat(lines).containsOnlyOnce(expected);
    int line = lines.indexOf(expected);
    assertThat(lines.get(line - 1)).startsWith("# ").matches(".*\\b" + PropertySource.environmentName(name) + "$");
  }

  @Test
  void a_gateway_starts_with_it_as_it_is() throws Exception {
    Settings settings = Settings.load(Path.of("."), Map.of());

    assertThat(settings.databases()).containsOnlyKeys("platform");
    assertThat(settings.standIns().enabled()).isTrue();
  }

  @Test
  void the_examples_lead_to_the_stand_ins_wherever_they_listen() throws Exception {
    Settings settings = Settings.load(Path.of("."), Map.of());

    assertThat(settings.values().get("fulfilment.url")).startsWith("http://{{gateway.stand-ins.rest}}/");
    assertThat(settings.values().get("platform-events.url")).startsWith("http://{{gateway.stand-ins.rest}}/");
    assertThat(settings.standIns().restUse()).isEqualTo(Settings.StandIns.Use.BY_NAME);
    assertThat(settings.standIns().smtpUsed()).isTrue();
  }

  private static Properties defaults() throws Exception {
    Properties defaults = new Properties();
    try (InputStream in = ShippedConfigurationTest.class.getResourceAsStream("/application.properties")) {
      defaults.load(in);
    }
    return defaults;
  }
}
