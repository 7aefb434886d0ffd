package io.github.mentagateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sets up what each part needs, and clears it away. */
final class Stage implements AutoCloseable {
  private final Options options;
  private final Path project;
  private final Path folder;
  private final Sender sender = new Sender();
  private final Load load = new Load(0);
  private final List<AutoCloseable> open = new ArrayList<>();
  private Postgres postgres;
  private int gateways;

  Stage(Options options, Path project, Path folder) {
    this.options = options;
    this.project = project;
    this.folder = folder;
  }

  void measure() throws Exception {
    System.out.printf("%s, Java %s, %d processors, %s%n", options.jar().getFileName(), System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(), System.getProperty("os.name") + " " + System.getProperty("os.version"));
    if (options.parts().contains("accept")) {
      accept();
    }
    if (options.parts().contains("through")) {
      through();
    }
    if (options.parts().contains("growth")) {
      growth();
    }
    if (options.parts().contains("start")) {
      new Start(options, project, folder, sender, load).measure();
    }
    if (options.parts().contains("mails")) {
      mails();
    }
  }

  private void accept() throws Exception {
    List<Server> servers = new ArrayList<>();
    for (GatewayProcess gateway : gateways("", Map.of())) {
      servers.add(gateway.start());
    }
    Path tls = ((GatewayProcess) servers.get(0)).home().resolve("data/tls");
    for (Server server : servers) {
      ((GatewayProcess) server).pause("notifications");
    }
    servers.add(0, opened(CeilingProcess.start(tls, "jdk", folder)));
    new Accept(options, sender, load).measure(servers);
    clear();
  }

  private void through() throws Exception {
    Through.title(options);
    if (options.ends().contains("none")) {
      new Through(options, sender, load).measure(started(gateways(", ends at once", Ends.none())), null);
      clear();
    }
    if (options.ends().contains("rest")) {
      try (LegacySystem legacy = new LegacySystem(load)) {
        new Through(options, sender, load).measure(started(gateways(", REST", Ends.rest(legacy.url()))), legacy);
      }
      clear();
    }
  }

  private void mails() throws Exception {
    try (MailSystem server = new MailSystem()) {
      Map<String, String> mail = Map.of("GATEWAY_MAIL_PORT", Integer.toString(server.port()));
      List<GatewayProcess> all = new ArrayList<>();
      for (Map.Entry<String, Path> jar : jars().entrySet()) {
        all.add(gateway(jar.getKey() + "as shipped", jar.getValue(), Ends.mail(), mail, Stream::empty));
      }
      all.add(gateway("a connection for each mail", options.jar(), Ends.mail(),
          Map.of("GATEWAY_MAIL_PORT", Integer.toString(server.port()), "GATEWAY_MAIL_MAILS_PER_CONNECTION", "1"), Stream::empty));
      new Mails(options, sender, load, server).measure(started(all));
      clear();
    }
  }

  private static List<GatewayProcess> started(List<GatewayProcess> gateways) throws IOException {
    for (GatewayProcess gateway : gateways) {
      gateway.start();
    }
    return gateways;
  }

  private void growth() throws Exception {
    Growth.title(options);
    List<GatewayProcess> full = gateways("", Ends.none());
    List<GatewayProcess> empty = gateways("", Ends.none());
    for (int store = 0; store < full.size(); store++) {
      new Growth(options, sender, load, this::settle).measure(empty.get(store).start(), full.get(store).start());
      full.get(store).close();
      empty.get(store).close();
    }
    clear();
  }

  private void settle() {
    if (postgres != null) {
      postgres.settle();
    }
  }

  /** One for each jar and store, not started. */
  private List<GatewayProcess> gateways(String more, Map<String, String> routes) throws IOException, SQLException {
    List<GatewayProcess> all = new ArrayList<>();
    for (Map.Entry<String, Path> jar : jars().entrySet()) {
      if (options.stores().contains("sqlite")) {
        all.add(gateway(jar.getKey() + "SQLite" + more, jar.getValue(), routes, Map.of(), Stream::empty));
      }
      if (options.stores().contains("postgresql")) {
        all.add(gateway(jar.getKey() + "PostgreSQL" + more, jar.getValue(), routes, newDatabase(), postgres::processes));
      }
    }
    return all;
  }

  private Map<String, Path> jars() {
    Map<String, Path> jars = new java.util.LinkedHashMap<>();
    jars.put("", options.jar());
    if (options.other() != null) {
      jars.put("other ", options.other());
    }
    return jars;
  }

  private Map<String, String> newDatabase() throws IOException, SQLException {
    if (postgres == null) {
      postgres = Postgres.start(folder);
    }
    return postgres.newStore();
  }

  private GatewayProcess gateway(String name, Path jar, Map<String, String> routes, Map<String, String> settings,
      Supplier<Stream<ProcessHandle>> beside) throws IOException {
    Path home = folder.resolve("gateway-" + ++gateways);
    return opened(new GatewayProcess(name, home, GatewayProcess.Setup.plain(jar, options.jvm(), settings), beside)
        .routes(checkoutOf(jar), routes));
  }

  /** A jar runs with the routes and settings that it was built with, where they still stand beside its {@code target/}. */
  private Path checkoutOf(Path jar) {
    Path own = jar.getParent().getParent();
    return own != null && Files.isDirectory(own.resolve("routes")) && Files.isDirectory(own.resolve("config")) ? own : project;
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.add(part);
    return part;
  }

  private void clear() throws Exception {
    for (AutoCloseable part : open) {
      part.close();
    }
    open.clear();
  }

  @Override
  public void close() throws Exception {
    clear();
    sender.close();
    if (postgres != null) {
      postgres.close();
    }
  }
}
