package io.github.mentagateway.bench;

import java.util.HashMap;
import java.util.Map;

/** The shipped router, and in place of the three legacy systems of a ticket routes that end at once: what is left is the gateway's own. */
final class NoOp {
  static final String[] DESTINATIONS = {"ticket-ownership", "fulfilment", "owner-mail"};

  private NoOp() {}

  static Map<String, String> routes() {
    Map<String, String> files = new HashMap<>();
    for (String destination : DESTINATIONS) {
      files.put("destinations/" + destination + ".camel.yaml", """
          - route:
              id: %s
              from:
                uri: durable:%s
                steps:
                  - removeHeaders:
                      pattern: "*"
          """.formatted(destination, destination));
    }
    return files;
  }
}
