package io.github.mentagateway.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the jar has no component for is held against Camel's catalog. */
class DestinationTextTest {

  @ParameterizedTest
  @EnumSource(names = {"SFTP", "KAFKA", "QUEUE", "LOG"})
  void the_endpoints_have_the_options_that_camel_knows(Kind kind) {
    String text = new DestinationText("true", kind, Optional.empty(), List.of(), false).route();
    JsonNode route = new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text)).path(0).path("route");

    assertThat(route.path("id").isTextual()).isTrue();
    for (JsonNode step : route.at("/from/steps")) {
      if (step.has("to")) {
        JsonNode parameters = step.at("/to/parameters");
        String query = StreamSupport.stream(((Iterable<String>) parameters::fieldNames).spliterator(), false)
            .map(name -> name + "=" + parameters.get(name).asText()).collect(Collectors.joining("&"));
        assertThat(new DefaultCamelCatalog().validateEndpointProperties(step.at("/to/uri").asText() + "?" + query)
            .summaryErrorMessage(false))
            .isNull();
      }
    }
  }
}
