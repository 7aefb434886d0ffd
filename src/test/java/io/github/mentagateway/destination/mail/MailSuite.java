package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.envelope.Envelope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A route with the kamelet {@code send-mail} that runs, and the mail server that it sends to. */
abstract class MailSuite {
  static final Envelope TICKET = RunningKamelets.ticket("00001", "ana@example.com");

  @TempDir
  Path home;
  MailServer server;
  RunningKamelets routes;

  @BeforeEach
  void folders() throws Exception {
    Files.createDirectories(home.resolve("routes/mail"));
    template("Subject: Ticket ${body.data[id]} for ${body?.metadata[nominal][fullName]}\n\n"
        + "Hello ${body.data[newOwnerEmail]},\nit is yours.\n");
  }

  @AfterEach
  void close() throws Exception {
    if (routes != null) {
      routes.close();
    }
    if (server != null) {
      server.close();
    }
  }

  final void template(String text) throws Exception {
    Files.writeString(home.resolve("routes/mail/owner.txt"), text);
  }

  final void plainServer() throws Exception {
    server = new MailServer(builder -> builder);
    start(server.port(), Map.of());
  }

  /** @param environment settings beside the port */
  final void start(int port, Map<String, String> environment) throws Exception {
    open(port, environment);
    use(Map.of());
  }

  /** Without a step yet. */
  final void open(int port, Map<String, String> environment) throws Exception {
    Map<String, String> settings = new HashMap<>(Map.of("GATEWAY_ROUTES", "routes", "GATEWAY_MAIL_PORT", Integer.toString(port)));
    settings.putAll(environment);
    routes = new RunningKamelets(home, settings, Map.of());
  }

  /** @param more parameters beside {@code to} and {@code template} */
  final void use(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("to", "{newOwnerEmail}", "template", "owner.txt"));
    parameters.putAll(more);
    routes.use("send-mail", parameters);
  }

  final Exchange attempt(Object body) throws Exception {
    return routes.attempt("test", body);
  }
}
