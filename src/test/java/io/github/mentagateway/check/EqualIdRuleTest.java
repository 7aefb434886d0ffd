package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with Camel itself: what Camel starts is not refused, and what Camel refuses is found. */
class EqualIdRuleTest {
  private static final String ROUTE = "- route: { id: route-%d, from: { uri: 'direct:%1$d', steps: [ %s ] } }\n";
  private static final String SIMPLE = "expression: { simple: { expression: '${body}' } }";

  @TempDir
  private Path home;

  @ParameterizedTest
  @ValueSource(strings = {
      "{ log: { id: x, message: a } }, { to: { uri: 'log:a', id: x } }",
      "{ log: { id: route-1, message: a } }",
      "{ log: { id: x, message: a } }\n{ log: { id: x, message: a } }",
      "{ log: { id: 1, message: a } }\n{ log: { id: '1', message: a } }",
      "{ log: { id: route-2, message: a } }\n{ log: a }",
      "{ choice: { id: x, when: [ { SIMPLE, steps: [ { log: { id: x, message: a } } ] } ] } }",
      "{ choice: { when: [ { SIMPLE, steps: [ { log: { id: x, message: a } } ] } ], otherwise: { steps: [ { log: { id: x, message: a } } ] } } }",
      "{ filter: { id: x, SIMPLE, steps: [ { log: { id: x, message: a } } ] } }",
      "{ doTry: { id: x, steps: [ { log: { id: x, message: a } } ], doFinally: { steps: [ { log: a } ] } } }",
      "{ multicast: { steps: [ { pipeline: { steps: [ { log: { id: x, message: a } } ] } }, { to: { id: x, uri: 'log:a' } } ] } }",
      "{ log: { id: x, disabled: true, message: a } }, { log: { id: x, message: a } }"})
  void an_id_that_camel_refuses_is_found(String steps) throws Exception {
    write(steps);

    assertThat(findings()).singleElement().asString().contains(" stands twice ");
    assertThat(start()).contains("uplicate ");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{ choice: { id: x, when: [ { id: x, SIMPLE, steps: [ { log: a } ] }, { id: x, SIMPLE, steps: [ { log: a } ] } ] } }",
      "{ log: { id: x, message: a } }, { doTry: { steps: [ { log: a } ], doCatch: [ { exception: [ java.io.IOException ],"
          + " steps: [ { log: { id: x, message: a } } ] } ], doFinally: { id: x, steps: [ { log: { id: x, message: a } } ] } } }",
      "{ filter: { id: x, expression: { simple: { id: x, expression: '${body}' } }, steps: [ { log: a } ] } }",
      "{ to: { id: x, uri: 'log:a', parameters: { marker: x } } }, { setHeader: { id: y, name: id, constant: x } }",
      "{ log: { id: '{{mine}}', message: a } }\n{ log: { id: '{{mine}}', message: a } }",
      "{ log: { id: x, message: a } }, { intercept: { id: x, steps: [ { log: { id: x, message: a } } ] } }",
      "{ log: { id: x, message: a } }, { to: 'kamelet:fence' }, { to: 'kamelet:fence' }"})
  void what_camel_would_start_is_not_refused(String steps) throws Exception {
    write(steps);
    Files.writeString(home.resolve("others.camel.yaml"), """
        - onException: { id: x, exception: [ java.io.IOException ], steps: [ { log: { id: x, message: a } } ] }
        - routeTemplate: { id: fence, from: { id: x, uri: "kamelet:source", steps: [ { log: { id: x, message: a } } ] } }
        - route: { id: one, nodePrefixId: one, from: { id: x, uri: "direct:one", steps: [ { log: { id: p, message: a } } ] } }
        - route: { id: two, nodePrefixId: two, from: { id: x, uri: "direct:two", steps: [ { log: { id: p, message: a } } ] } }
        """);

    assertThat(findings()).isEmpty();
    assertThat(start()).isEqualTo("started");
  }

  /** @param steps each line holds the steps of one route */
  private void write(String steps) throws IOException {
    int number = 0;
    for (String line : steps.lines().toList()) {
      number++;
      Files.writeString(home.resolve(number + ".camel.yaml"), ROUTE.formatted(number, line.replace("SIMPLE", SIMPLE)));
    }
  }

  private List<String> findings() throws IOException {
    return new CheckedFolder(home).with("GATEWAY_ROUTES", ".").with("MINE", "x").findings("equal-id");
  }

  private String start() throws Exception {
    List<Resource> resources = new ArrayList<>();
    for (RouteFile file : RouteFiles.read(home, home).files()) {
      resources.add(ResourceHelper.fromBytes("file:" + file.path(), file.content()));
    }
    Main main = new Main();
    main.setDefaultPropertyPlaceholderLocation("false");
    main.addInitialProperty("mine", "x");
    main.setRoutesCollector(new DefaultRoutesCollector() {
      @Override
      public Collection<Resource> findRouteResourcesFromDirectory(CamelContext context, String exclude, String include) {
        return resources;
      }
    });
    try {
      main.start();
      return "started";
    } catch (Exception e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return root.getMessage();
    } finally {
      main.stop();
    }
  }
}
