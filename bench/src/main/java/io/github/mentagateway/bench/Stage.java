package io.github.mentagateway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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
  }

  private void accept() throws Exception {
    List<Server> servers = new ArrayList<>();
    Map<String, Path> jars = jars();
    for (Map.Entry<String, Path> jar : jars.entrySet()) {
      servers.add(h2(jar.getKey() + "H2", jar.getValue(), Map.of(), Map.of()).start());
      servers.add(postgres(jar.getKey() + "PostgreSQL", jar.getValue(), Map.of(), Map.of()).start());
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
    for (Map.Entry<String, Path> jar : jars().entrySet()) {
      try (GatewayProcess gateway = h2(jar.getKey() + "H2", jar.getValue(), NoOp.routes(), Map.of())) {
        new Through(options, sender, load).measure(gateway.start());
      }
      try (GatewayProcess gateway = postgres(jar.getKey() + "PostgreSQL", jar.getValue(), NoOp.routes(), Map.of())) {
        new Through(options, sender, load).measure(gateway.start());
      }
    }
  }

  private Map<String, Path> jars() {
    Map<String, Path> jars = new java.util.LinkedHashMap<>();
    jars.put("", options.jar());
    if (options.other() != null) {
      jars.put("other ", options.other());
    }
    return jars;
  }

  private GatewayProcess h2(String name, Path jar, Map<String, String> routes, Map<String, String> settings) throws IOException {
    return gateway(name, jar, routes, settings, Stream::empty);
  }

  private GatewayProcess postgres(String name, Path jar, Map<String, String> routes, Map<String, String> settings)
      throws IOException, SQLException {
    if (postgres == null) {
      postgres = Postgres.start(folder);
    }
    Map<String, String> all = new HashMap<>(postgres.newStore());
    all.putAll(settings);
    return gateway(name, jar, routes, all, postgres::processes);
  }

  private GatewayProcess gateway(String name, Path jar, Map<String, String> routes, Map<String, String> settings,
      Supplier<Stream<ProcessHandle>> beside) throws IOException {
    Path home = folder.resolve("gateway-" + ++gateways);
    return opened(new GatewayProcess(name, home, new GatewayProcess.Setup(jar, options.jvm(), settings), beside).routes(project, routes));
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
