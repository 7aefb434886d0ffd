package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.Test;

/** What editors and the check know of {@code durable:}, which Maven makes of the annotations. */
class DurableDescriptionTest {
  private static final Set<String> OF_EVERY_ENDPOINT =
      Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");

  private static JsonNode described() throws IOException {
    try (InputStream in = DurableEndpoint.class.getResourceAsStream("/META-INF/io/github/mentagateway/durable/durable.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  @Test
  void it_has_every_parameter_of_the_endpoint_with_a_description_and_no_other() throws IOException {
    List<String> parameters = new ArrayList<>(OF_EVERY_ENDPOINT);
    parameters.add("name");
    Stream.of(DurableEndpoint.class.getDeclaredFields()).filter(field -> field.isAnnotationPresent(UriParam.class))
        .forEach(field -> parameters.add(field.getName()));
    JsonNode properties = described().path("properties");

    assertThat(properties.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(parameters);
    assertThat(properties).allMatch(property -> property.path("description").asText().length() > 10);
    assertThat(described().at("/component/javaType").asText()).isEqualTo(DurableComponent.class.getName());
  }

  @Test
  void its_defaults_are_those_of_the_settings() throws IOException {
    Properties settings = new Properties();
    try (InputStream in = DurableEndpoint.class.getResourceAsStream("/application.properties")) {
      settings.load(in);
    }
    JsonNode properties = described().path("properties");
    List<String> compared = new ArrayList<>();
    properties.fields().forEachRemaining(entry -> {
      String setting = "gateway.delivery." + entry.getKey().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (settings.containsKey(setting)) {
        compared.add(entry.getKey());
        assertThat(entry.getValue().path("defaultValue").asText()).as(setting).isEqualTo(settings.getProperty(setting));
      }
    });
    assertThat(compared).hasSize(13);
  }

  /** The generator names classes that would set the options without reflection; they are not compiled, and must not be named. */
  @Test
  void nothing_names_a_class_that_is_not_there() {
    assertThat(DurableEndpoint.class.getResource("/META-INF/services/org/apache/camel/configurer/durable-endpoint")).isNull();
    assertThat(DurableEndpoint.class.getResource("/META-INF/services/org/apache/camel/configurer/durable-component")).isNull();
  }
}
