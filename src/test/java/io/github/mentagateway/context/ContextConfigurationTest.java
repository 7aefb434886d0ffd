package io.github.mentagateway.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextConfigurationTest {
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
    start(Map.of("SHOP_DOMAIN", "other.example", "ODD", "a{{b}}c"), main -> {}, camel -> {
      assertThat(camel.createProducerTemplate().requestBody("direct:shop", "Greetings", String.class))
          .isEqualTo("Greetings from Taquilla Niño, entradas@other.example, Bearer a{{b}}c");
      assertThat(camel.getName()).isEqualTo("niño");
    });
  }

  private void start(Map<String, String> environment, Consumer<Main> parts, Consumer<CamelContext> test) throws Exception {
    Settings settings = Settings.load(home, environment);
    Main main = new Main();
    try (Destinations destinations = Destinations.open(settings)) {
      destinations.bindTo(main::bind);
      parts.accept(main);
      new ContextConfiguration(settings, destinations, RouteFiles.read(settings.routes(), home)).configure(main);
      main.start();
      test.accept(main.getCamelContext());
    } finally {
      main.stop();
    }
  }

  /** One ahead of the piece under way: the split looks whether there is a next one. */
  @ParameterizedTest
  @CsvSource({"split, 2 3 3", "choice, 2 3 3", "kamelet, 2 3 3", "all-at-once, 3 3 3"})
  void a_split_makes_its_pieces_one_by_one_unless_it_says_otherwise(String route, String made) throws Exception {
    Files.createDirectories(home.resolve("routes/kamelets"));
    String split = """
        - split:
            expression:
              simple:
                expression: "${body}"
            steps:
              - bean: {ref: witness}
        """;
    Files.writeString(home.resolve("routes/splits.camel.yaml"), from("split", split)
        + from("choice", "- choice:\n    otherwise:\n      steps:\n" + split.indent(8))
        + from("all-at-once", split.replace("  steps:", "  streaming: false\n    steps:"))
        + from("kamelet", "- to: kamelet:each\n"));
    Files.writeString(home.resolve("routes/kamelets/each.kamelet.yaml"), "apiVersion: camel.apache.org/v1\nkind: Kamelet\n"
        + "metadata: {name: each}\nspec:\n  definition: {title: Each, type: object}\n  template:\n    from:\n      uri: kamelet:source\n"
        + "      steps:\n" + split.indent(8));
    AtomicInteger pieces = new AtomicInteger();
    List<Integer> seen = new ArrayList<>();
    start(Map.of(), main -> main.bind("witness", (Processor) exchange -> seen.add(pieces.get())), camel -> {
      camel.createProducerTemplate().requestBody("direct:" + route, Stream.generate(pieces::incrementAndGet).limit(3).iterator());
    });

    assertThat(seen).containsExactly(Stream.of(made.split(" ")).map(Integer::valueOf).toArray(Integer[]::new));
  }

  private static String from(String name, String steps) {
    return "- route:\n    id: " + name + "\n    from:\n      uri: direct:" + name + "\n      steps:\n" + steps.indent(8);
  }
}
