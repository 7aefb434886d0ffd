package io.github.mentagateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.destination.Destinations;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelConfigurationTest {
  @TempDir
  Path home;

  @Test
  void camel_gets_the_properties_that_the_gateway_has_read() throws Exception {
    Files.createDirectories(home.resolve("config"));
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("config/application.properties"), "\uFEFFshop.name=Taquilla Niño\n"
        + "shop.mail=entradas@{{shop.domain}}\nshop.domain=muñoz.example\ncamel.main.name=niño\nshop.token=Bearer {{secret:ODD}}\n");
    Files.writeString(home.resolve("routes/shop.camel.yaml"), """
        - route:
            id: shop
            from:
              uri: direct:shop
              steps:
                - setBody:
                    expression:
                      simple:
                        expression: "${body} from {{shop.name}}, {{shop.mail}}, {{shop.token}}"
        """);
    Settings settings = Settings.load(home, Map.of("SHOP_DOMAIN", "other.example", "ODD", "a{{b}}c"));
    Main main = new Main();
    try (Destinations destinations = Destinations.open(settings)) {
      destinations.bindTo(main::bind);
      new CamelConfiguration(settings, destinations, RouteFiles.read(settings.routes(), home)).configure(main);
      main.start();

      assertThat(main.getCamelContext().createProducerTemplate().requestBody("direct:shop", "Greetings", String.class))
          .isEqualTo("Greetings from Taquilla Niño, entradas@other.example, Bearer a{{b}}c");
      assertThat(main.getCamelContext().getName()).isEqualTo("niño");
    } finally {
      main.stop();
    }
  }
}
