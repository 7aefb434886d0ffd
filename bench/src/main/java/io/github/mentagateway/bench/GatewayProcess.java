package io.github.mentagateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A gateway in a folder of its own, with the routes and the settings as shipped but for ports, credentials and the demo's stand-ins. */
final class GatewayProcess implements Server {
  private static final String TOKEN = "Bearer benchmark";
  private static final String PATH = "/in/benchmark";

  private final String name;
  private final Path home;
  private final Setup setup;
  private final Supplier<Stream<ProcessHandle>> beside;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;

  /**
   * @param beside processes of its store, whose work counts as the gateway's
   */
  GatewayProcess(String name, Path home, Setup setup, Supplier<Stream<ProcessHandle>> beside) {
    this.name = name;
    this.home = home;
    this.setup = setup;
    this.beside = beside;
  }

  /**
   * @param begin the command up to the gateway's own arguments: a launcher, or Java with its options and the jar
   * @param settings as environment variables
   */
  record Setup(List<String> begin, Map<String, String> settings) {
    static Setup plain(Path jar, List<String> jvm, Map<String, String> settings) {
      List<String> begin = new ArrayList<>(List.of(Java.executable()));
      begin.addAll(jvm);
      begin.addAll(List.of("-jar", jar.toString()));
      return new Setup(begin, settings);
    }
  }

  /** The path of each file is in {@code routes/}; the content null: without this file. */
  GatewayProcess routes(Path shipped, Map<String, String> changed) throws IOException {
    Trees.copy(shipped.resolve("routes"), home.resolve("routes"));
    Trees.copy(shipped.resolve("config"), home.resolve("config"));
    for (Map.Entry<String, String> file : changed.entrySet()) {
      Path path = home.resolve("routes").resolve(file.getKey());
      if (file.getValue() == null) {
        Files.deleteIfExists(path);
      } else {
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    return this;
  }

  GatewayProcess start() throws IOException {
    launch();
    awaitReady();
    return this;
  }

  void launch() throws IOException {
    process = command("run").redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("gateway.log").toFile())).start();
  }

  private void awaitReady() {
    while (status("/observe/health/ready") != 200) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the gateway ended with " + process.exitValue() + ": see " + home.resolve("gateway.log"));
      }
      Pause.millis(50);
    }
  }

  private ProcessBuilder command(String... arguments) {
    List<String> line = new ArrayList<>(setup.begin());
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
    Map<String, String> environment = new HashMap<>(Map.of(
        "GATEWAY_INTAKE_LISTEN", "127.0.0.1:" + port,
        "GATEWAY_MANAGEMENT_LISTEN", "127.0.0.1:" + managementPort,
        "GATEWAY_INTAKE_PATH", PATH,
        "GATEWAY_INTAKE_AUTH_HEADER_VALUE", TOKEN,
        "GATEWAY_STAND_INS", "false"));
    environment.putAll(setup.settings());
    builder.environment().putAll(environment);
    return builder;
  }

  /** As a person would, so that nothing reads that channel until {@link #resume}. */
  void pause(String channel) {
    operate("destinations", "pause", channel, "--reason", "benchmark");
  }

  void resume(String channel) {
    operate("destinations", "resume", channel);
  }

  /** How long {@code send} takes, from the command to its end. */
  Duration send(Path file) {
    long begin = System.nanoTime();
    operate("send", file.toString());
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void operate(String... line) {
    try {
      Process command = command(line).redirectErrorStream(true)
          .redirectOutput(home.resolve("command.log").toFile()).start();
      if (command.waitFor() != 0) {
        throw new IllegalStateException(List.of(line) + ": " + Files.readString(home.resolve("command.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException e) {
      return -1;
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
          .timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  Metrics metrics() {
    try {
      return Metrics.of(get("/observe/metrics").body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In bytes, what of it is in memory now; 0 where the system does not tell. */
  long residentBytes() {
    return memory("VmRSS:");
  }

  /** In bytes, the most of it that was in memory so far. */
  long mostResidentBytes() {
    return memory("VmHWM:");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private long memory(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines.filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public String authorization() {
    return TOKEN;
  }

  @Override
  public Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), beside.get());
  }

  Path home() {
    return home;
  }

  /** SIGTERM, and waits until it has ended. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the gateway does not stop: see " + home.resolve("gateway.log"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
