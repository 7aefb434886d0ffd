package io.github.mentagateway.scaffold;

import io.github.mentagateway.destination.BodyTemplate;
import io.github.mentagateway.destination.mail.MailTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The texts of a new destination.
 *
 * @param fields of {@code data}, which every notification of its action has; empty when that is not known
 * @param standIns whether the stand-in of REST APIs runs, to which a new one leads first
 */
record DestinationText(String name, Kind kind, Optional<String> action, List<String> fields, boolean standIns) {
  /** What YAML takes for something else than a text. */
  private static final Set<String> NO_TEXT = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  /** @param comment says what it is, and the name of its environment variable */
  record Property(String comment, String name, String value) {
    String line() {
      return name + "=" + value;
    }
  }

  String route() {
    return """
        - route:
            id: %s
            description: "%s"
            from:
              uri: durable:%s
              description: One delivery for each notification that the router sends here
        %s      steps:
        %s""".formatted(NO_TEXT.contains(name) ? '"' + name + '"' : name, description(), name, reading(), steps().indent(8));
  }

  /** A call takes no more deliveries than are attempted at the same time. */
  private String reading() {
    return kind == Kind.BATCH ? "      parameters:\n        concurrency: 20\n" : "";
  }

  private String description() {
    String of = action.map(each -> "each " + each).orElse("what the router sends here");
    return switch (kind) {
      case DATABASE -> "Writes " + of + " into the database " + name;
      case REST -> "Tells the API of " + name + " of " + of;
      case BATCH -> "Tells the API of " + name + " of " + of + ", up to 20 in one call";
      case SOAP -> "Tells the SOAP service of " + name + " of " + of;
      case MAIL -> "Sends a mail for " + of;
      case LOG -> "Writes a line into the log for " + of;
      case SFTP -> "Puts a file on the server of " + name + " for " + of;
      case FILE -> "Puts a file into a folder for " + of;
      case KAFKA -> "Hands " + of + " to Kafka";
      case QUEUE -> "Hands " + of + " to the queue " + name;
    };
  }

  private String steps() {
    return switch (kind) {
      case DATABASE -> """
          - to:
              id: %1$s-update
              description: Write it into the row; a delivery may come twice, and a row that is not there is a dead letter
              uri: kamelet:database-update
              parameters:
                database: %1$s
                sql: >-
                  %2$s""".formatted(name, sql());
      case REST -> """
          - to:
              id: %1$s-call
              description: Call the API; tried again until it answers 2xx, with the same Idempotency-Key
              uri: kamelet:rest-call
              parameters:
                method: POST
                url: "{{%1$s.url}}"%2$s""".formatted(name, json());
      case BATCH -> """
          - to:
              id: %1$s-call
              description: One call for the deliveries that are attempted at the same time, judged by its status; recipe 18 judges each by its own
              uri: kamelet:rest-batch
              parameters:
                method: POST
                url: "{{%1$s.url}}"
                most: 20%2$s""".formatted(name, json());
      case SOAP -> """
          - to:
              id: %1$s-call
              description: Call the service; what it gets stands in routes/templates/%1$s.xml
              uri: kamelet:soap-call
              parameters:
                url: "{{%1$s.url}}"
                version: "1.1"
                template: %1$s.xml""".formatted(name);
      case MAIL -> """
          - to:
              id: %1$s-mail
              description: The text stands in routes/mail/%1$s.txt
              uri: kamelet:send-mail
              parameters:
                to: "%2$s"
                template: %1$s.txt""".formatted(name, recipient().map(field -> "{" + field + "}").orElse("{{" + name + ".to}}"));
      case LOG -> """
          - log:
              id: %1$s-line
              description: One line without personal data
              loggingLevel: INFO
              message: "event=%1$s action=${body.action} delivery=${variable.deliveryId}\"""".formatted(name);
      case SFTP -> """
          - to:
              id: %1$s-put
              description: A file for each delivery, which a second attempt writes again
              uri: kamelet:sftp-put
              parameters:
                server: "{{%1$s.server}}"
                user: "{{%1$s.user}}"
                password: "{{secret:%1$s.password}}"
                knownHosts: "{{%1$s.known-hosts}}"%2$s""".formatted(name, json());
      case FILE -> """
          - to:
              id: %1$s-put
              description: A file for each delivery, which a second attempt writes again
              uri: kamelet:file-put
              parameters:
                folder: "{{%1$s.folder}}"%2$s""".formatted(name, json());
      case KAFKA -> """
          - to:
              id: %1$s-send
              description: Goes on when every replica in sync has it; the entity is the key
              uri: kamelet:kafka-send
              parameters:
                topic: %1$s
                brokers: "{{%1$s.brokers}}"%2$s""".formatted(name, json());
      case QUEUE -> """
          - to:
              id: %1$s-send
              description: Goes on when the broker has it; the entity is the group
              uri: kamelet:jms-send
              parameters:
                queue: %1$s
                connectionFactory: %1$s%2$s""".formatted(name, json());
    };
  }

  private String sql() {
    String key = key();
    String changes = fields.stream().filter(field -> !field.equals(key)).map(field -> column(field) + " = :?data." + field)
        .collect(Collectors.joining(", "));
    return "UPDATE legacy_" + name.replace('-', '_') + " SET " + (changes.isEmpty() ? "last_action = :?action" : changes)
        + " WHERE " + column(key) + " = :?data." + key;
  }

  /** The field that says what a notification is about. */
  private String key() {
    return fields.contains("id") || fields.isEmpty() ? "id" : fields.get(0);
  }

  private static String column(String field) {
    return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** Without known fields the body is sent as it is, which is the whole notification. */
  private String json() {
    return fields.isEmpty() ? "" : "\n      json: >-\n        {\"action\": \"{action}\", "
        + fields.stream().map(field -> "\"" + field + "\": \"{data." + field + "}\"").collect(Collectors.joining(", ")) + "}";
  }

  private Optional<String> recipient() {
    return fields.stream().filter(field -> field.toLowerCase(Locale.ROOT).endsWith("email")).findFirst();
  }

  /** The text of its mail. */
  String mail() {
    return """
        Subject: ${body.action}%s

        Hello,

        %s Say here what this ${body.action} means for the reader.

        Reference: ${variable.notificationId}
        """.formatted(fields.isEmpty() ? "" : " ${body.data[" + key() + "]}", MailTemplate.UNFINISHED);
  }

  /** What stands in the body of its envelope. */
  String soap() {
    return """
        <t:notify xmlns:t="urn:%s">
          <!-- %s -->
          <deliveryId>{deliveryId}</deliveryId>
          <action>{action}</action>
        %s</t:notify>
        """.formatted(name, BodyTemplate.UNFINISHED, fields.stream().map(field -> "  <" + field + ">{data." + field + "}</" + field + ">\n")
        .collect(Collectors.joining()));
  }

  List<Property> properties() {
    List<Property> properties = new ArrayList<>();
    switch (kind) {
      case DATABASE -> {
        properties.add(property("The database of " + name + "; here an empty one of H2, to begin with.",
            "gateway.database." + name + ".url", "jdbc:h2:file:./data/" + name));
        properties.add(property("", "gateway.database." + name + ".user", "sa"));
        properties.add(property("Such as {{secret:" + name + ".password}}.", "gateway.database." + name + ".password", ""));
      }
      case REST, BATCH, SOAP -> properties.add(standIns
          ? property("The " + (kind == Kind.SOAP ? "service" : "API") + " of " + name + "; here the stand-in.", name + ".url", "http://{{gateway.stand-ins.rest}}/" + name)
          : property("The " + (kind == Kind.SOAP ? "service" : "API") + " of " + name + ".", name + ".url", "https://" + name + ".example.com"));
      case MAIL -> {
        if (recipient().isEmpty()) {
          properties.add(property("Who gets the mails of " + name + ".", name + ".to", name + "@example.com"));
        }
      }
      case SFTP -> {
        properties.add(property("The server of " + name + ", as host:port/folder.", name + ".server", "sftp.example.com:22/incoming"));
        properties.add(property("Its user; the password is the secret " + name + ".password.", name + ".user", name));
        properties.add(property("The file with the server's public key, in the form of OpenSSH.", name + ".known-hosts",
            "config/known_hosts"));
      }
      case FILE -> properties.add(property("The folder of " + name + ".", name + ".folder", "data/" + name));
      case KAFKA -> properties.add(property("The brokers of " + name + ", comma-separated.", name + ".brokers", "kafka.example.com:9092"));
      case QUEUE -> {
        properties.add(property("The client of the broker of " + name + "; here that of ActiveMQ Artemis.", "camel.beans." + name,
            "#class:org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory"));
        properties.add(property("", "camel.beans." + name + ".brokerURL", "tcp://" + name + ".example.com:61616"));
      }
      case LOG -> { }
    }
    return properties;
  }

  private static Property property(String meaning, String name, String value) {
    String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return new Property("# " + (meaning.isEmpty() ? "" : meaning + "  ") + variable, name, value);
  }

  /** What only the author can know. */
  String next() {
    String file = "routes/destinations/" + name + ".camel.yaml";
    return switch (kind) {
      case DATABASE -> "say where the database is (gateway.database." + name + ".url), and write your own statement (" + file + ")";
      case REST, BATCH -> "say where the API is (" + name + ".url), and what it gets (method, url and json in " + file + "). A"
          + " certificate, a proxy or a token of its own is gateway.rest." + name + ".… with the parameter api: " + name;
      case MAIL -> "write the mail (routes/mail/" + name + ".txt): until " + MailTemplate.UNFINISHED + " is gone from it, nothing of this counts."
          + " Say who gets it ('to' in " + file + ")";
      case SOAP -> "write what the service expects, as its WSDL has it (routes/templates/" + name + ".xml): until "
          + BodyTemplate.UNFINISHED + " is gone from it, nothing of this counts. Say where the service is (" + name + ".url), and its version and"
          + " soapAction (" + file + ")";
      case LOG -> "say what the line holds (" + file + "), without personal data";
      case SFTP -> "say where the server is, put its key into config/known_hosts and the password into config/secrets/" + name
          + ".password";
      case FILE -> "say where the folder is (" + name + ".folder), and what a file holds (json and name in " + file + ")";
      case KAFKA -> "say where the brokers are (" + name + ".brokers), and make the topic " + name;
      case QUEUE -> "say where the broker is and who logs in (camel.beans." + name + ".brokerURL, .user, .password)";
    };
  }

  /** A branch of the router, with its step. */
  static String branch(String action, String name, String id) {
    return """
        - id: %s
          description: Every %s
          expression:
            simple:
              expression: "${body.action} == '%s'"
          steps:
        """.formatted(action.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), action, action) + step(name, id).indent(4);
  }

  /** Indented as the items of a list that begins at the left. */
  static String step(String name, String id) {
    return """
        - to:
            id: %s
            description: Tell %s
            uri: durable:%s
        """.formatted(id, name, name);
  }
}
