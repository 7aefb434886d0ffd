package io.github.mentagateway.bench;

import java.util.HashMap;
import java.util.Map;

/** The shipped router, with other ends of its three branches for a ticket. */
final class Ends {
  static final String[] DESTINATIONS = {"ticket-ownership", "fulfilment", "owner-mail"};

  private Ends() {}

  /** Nothing is called: what is measured is the gateway's own. */
  static Map<String, String> none() {
    return routes("""
              - removeHeaders:
                  pattern: "*"
        """);
  }

  /** Each calls a REST API, which answers at once. */
  static Map<String, String> rest(String url) {
    return routes("""
              - to:
                  uri: kamelet:rest-call
                  parameters:
                    method: PUT
                    url: "%s/{data.id}"
                    json: >-
                      {"owner": "{newOwnerEmail}", "sequence": "{sequence}"}
        """.formatted(url));
  }

  /** One of them sends a mail, as shipped; the others call nothing. */
  static Map<String, String> mail() {
    Map<String, String> files = none();
    files.remove("destinations/owner-mail.camel.yaml");
    return files;
  }

  private static Map<String, String> routes(String steps) {
    Map<String, String> files = new HashMap<>();
    for (String destination : DESTINATIONS) {
      files.put("destinations/" + destination + ".camel.yaml", """
          - route:
              id: %s
              from:
                uri: durable:%s
                steps:
          """.formatted(destination, destination) + steps.indent(2));
    }
    return files;
  }
}
