package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.ShippedFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The built jar as a process of its own, in a folder of its own, on ports of its own. It is run as the launcher runs it, with the options
 * of {@code config/jvm.options} and an archive of its classes; in the short form of the tests without the second compiler.
 */
final class GatewayProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LONGEST_LOG = 10_000;
  /** What {@code lib add} brought, by what it was asked for: Maven need not look for it once more. */
  private static final Map<List<String>, Path> LIBRARIES = new ConcurrentHashMap<>();

  private final Path home;
  private final Map<String, String> environment = new TreeMap<>();
  /** The command in place of Java with the launcher's options. */
  private List<String> program;
  private List<String> inside = List.of();
  private final int intakePort = FreePort.next();
  private final int managementPort = FreePort.next();
  private String managementScheme = "http";
  private final int restPort = FreePort.next();
  private final int smtpPort = FreePort.next();
  private Process process;
  private volatile HttpClient client;
  private int starts;
  private int logBefore;

  private GatewayProcess(Path home) {
    this.home = home;
    environment.put("GATEWAY_INTAKE_LISTEN", "127.0.0.1:" + intakePort);
    environment.put("GATEWAY_MANAGEMENT_LISTEN", "127.0.0.1:" + managementPort);
    environment.put("GATEWAY_STAND_INS_REST_LISTEN", "127.0.0.1:" + restPort);
    environment.put("GATEWAY_STAND_INS_SMTP_LISTEN", "127.0.0.1:" + smtpPort);
    environment.put("GATEWAY_MAIL_PORT", String.valueOf(smtpPort));
  }

  /** With the shipped {@code routes/} and {@code config/}, copied. */
  static GatewayProcess in(Path home) throws IOException {
    Folder.copy(Path.of("routes"), home.resolve("routes"));
    Folder.copy(Path.of("config"), home.resolve("config"));
    return new GatewayProcess(home);
  }

  /** Runs this in place of Java with the built jar. */
  GatewayProcess by(Path script) {
    program = List.of(script.toString());
    return this;
  }

  /** Runs Java without an option, as a person without the launcher does. */
  GatewayProcess byPlainJava() {
    program = List.of(java(), "-jar", jar());
    return this;
  }

  /** Sees that disk, which is there for nobody else. */
  GatewayProcess on(SmallDisk disk) {
    inside = disk.inside(home);
    return this;
  }

  /** As shipped, but for the two ports that each process must have for itself. */
  GatewayProcess withStandInsAsShipped() {
    environment.keySet().removeIf(name -> name.startsWith("GATEWAY_STAND_INS") || name.startsWith("GATEWAY_MAIL"));
    return this;
  }

  /** Its management port is on all addresses of the machine, and so speaks TLS. */
  GatewayProcess managedFromElsewhere() {
    managementScheme = "https";
    return with("GATEWAY_MANAGEMENT_LISTEN", "0.0.0.0:" + managementPort);
  }

  GatewayProcess with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Writes or replaces a file in the gateway's folder. */
  GatewayProcess file(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  /** With what {@code lib add} brings in {@code lib/}. */
  GatewayProcess withLibraries(String... names) throws IOException, InterruptedException {
    Path known = LIBRARIES.get(List.of(names));
    if (known != null) {
      ShippedFolder.copy(known, home.resolve("lib"));
      return this;
    }
    Result added = run(Stream.concat(Stream.of("lib", "add"), Stream.of(names)).toArray(String[]::new));
    assertThat(added.exit()).as(added.errors()).isZero();
    Path kept = Files.createTempDirectory("lib-");
    ShippedFolder.copy(home.resolve("lib"), kept);
    LIBRARIES.put(List.of(names), kept);
    return this;
  }

  /** Starts it and waits until it is ready to take notifications. */
  GatewayProcess start() throws IOException, InterruptedException {
    launch();
    awaitReady();
    return this;
  }

  void awaitReady() {
    try {
      await("ready").atMost(PATIENCE).pollInterval(Duration.ofMillis(25)).until(() -> {
        assertThat(process.isAlive()).as("the gateway runs; its log:\n%s", log()).isTrue();
        return isListening(managementPort) && status("/observe/health/ready") == 200 && hasSaidThatItRuns();
      });
    } catch (ConditionTimeoutException e) {
      // with the log itself: the folder of the test is gone when somebody reads this
      String log = log();
      throw new AssertionError(home + " was not ready within " + PATIENCE + "; the end of its log:\n"
          + log.substring(Math.max(0, log.length() - LONGEST_LOG)), e);
    }
  }

  /** It is ready a moment before it says so, and tests look at what it says. */
  private boolean hasSaidThatItRuns() {
    String sinceLaunch = log().substring(logBefore);
    return sinceLaunch.contains("Menta Gateway is running.") || sinceLaunch.contains("\"event\":\"started\"");
  }

  /** Starts it and does not wait. */
  GatewayProcess launch() throws IOException, InterruptedException {
    starts++;
    logBefore = Files.exists(home.resolve("gateway.log")) ? log().length() : 0;
    process = command("run").redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("gateway.log").toFile())).start();
    client = null;
    return this;
  }

  private ProcessBuilder command(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(inside);
    line.addAll(program == null ? asTheLauncherDoes(arguments[0]) : program);
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  private static List<String> asTheLauncherDoes(String command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(java()));
    if (command.equals("run")) {
      line.add("@config/jvm.options");
      line.addAll(Stream.of(System.getProperty("gateway.java", "").split(" ")).filter(option -> !option.isEmpty()).toList());
    } else {
      line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    }
    line.addAll(List.of("-XX:SharedArchiveFile=" + ClassArchive.of(Path.of(jar())), "-Xlog:cds*=off", "-jar", jar()));
    return line;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String jar() {
    Path jar = Path.of(System.getProperty("gateway.jar", "target/menta-gateway.jar")).toAbsolutePath();
    assertThat(jar).as("the built jar (mvn package)").exists();
    return jar.toString();
  }

  /** Runs a command of the same jar in the same folder, as a person would beside the running gateway. */
  Result run(String... arguments) throws IOException, InterruptedException {
    Process command = command(arguments).start();
    CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> text(command.getErrorStream()));
    String output = text(command.getInputStream());
    assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("%s ends", List.of(arguments)).isTrue();
    return new Result(command.exitValue(), output, errors.join());
  }

  record Result(int exit, String output, String errors) {}

  private static String text(java.io.InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
    return client().send(request().POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postLater(String body) {
    return client().sendAsync(request().POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Posts to the right path with the right credentials. */
  HttpRequest.Builder request() {
    return HttpRequest.newBuilder(intake()).header("Authorization", token()).timeout(Duration.ofSeconds(60));
  }

  URI intake() {
    String path = environment.get("GATEWAY_INTAKE_PATH");
    return URI.create("https://localhost:" + intakePort + (path == null ? "/menta/" + secret("intake-path") : path));
  }

  String token() {
    String token = environment.get("GATEWAY_INTAKE_AUTH_HEADER_VALUE");
    return token == null ? "Bearer " + secret("intake-token") : token;
  }

  String secret(String name) {
    try {
      return Files.readString(home.resolve("data").resolve(name)).strip();
    } catch (IOException e) {
      throw new IllegalStateException("the gateway has made no " + name, e);
    }
  }

  HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known = newClient();
      client = known;
    }
    return known;
  }

  /** A client with connections of its own. */
  HttpClient newClient() {
    return HttpClient.newBuilder().sslContext(TrustedClient.only(home.resolve("data/tls/certificate.pem"))).build();
  }

  /** The status that the management port answers; -1 when nothing answers. */
  int status(String path) {
    try {
      return management(path).statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  HttpResponse<String> management(String path) throws IOException, InterruptedException {
    return management(path, new String[0]);
  }

  private HttpResponse<String> management(String path, String... headers) throws IOException, InterruptedException {
    return get(managementScheme + "://127.0.0.1:" + managementPort + path, headers);
  }

  /** The answer of the REST stand-in, at the address in the log. */
  String standIn(String path) throws IOException, InterruptedException {
    Matcher told = Pattern.compile("Stand-ins +(http://[^/]+)/").matcher(log());
    assertThat(told.find()).as("the log tells where the stand-in is:\n%s", log()).isTrue();
    return get(told.group(1) + path).body();
  }

  private HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
    HttpClient asking = url.startsWith("https:") ? newClient() : HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return asking.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The value of a metric, labels included in {@code name} as it is printed; 0 when it is not there. */
  double metric(String name) throws IOException, InterruptedException {
    return management("/observe/metrics").body().lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What every instance on one store must tell alike: the gauges of the store. */
  List<String> storeGauges() throws IOException, InterruptedException {
    return management("/observe/metrics").body().lines()
        .filter(line -> line.matches("menta_(backlog|dead_letters|quarantined|unread_channels).* \\S+")).sorted().toList();
  }

  /** The current number: the metrics may be some seconds old. */
  void awaitNothingWaiting() {
    await("an empty backlog").atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(this::isNothingWaiting);
  }

  boolean isNothingWaiting() throws IOException, InterruptedException {
    HttpResponse<String> destinations = destinations();
    return destinations.statusCode() == 200 && !Pattern.compile("\"waiting\":[1-9]").matcher(destinations.body()).find();
  }

  HttpResponse<String> destinations() throws IOException, InterruptedException {
    return management("/api/destinations", "Authorization", "Bearer " + secret("management-token"));
  }

  /** What people did, as the API tells it. @param filter parameters of the question */
  String acts(String filter) throws IOException, InterruptedException {
    HttpResponse<String> acts = management("/api/acts?" + filter, "Authorization", "Bearer " + secret("management-token"));
    assertThat(acts.statusCode()).as(acts.body()).isEqualTo(200);
    return acts.body();
  }

  /** Whether some destination is. */
  boolean isDown() throws IOException, InterruptedException {
    return destinations().body().contains("\"downSince\":\"");
  }

  void kill9() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops the process, as in a long pause of the machine or the collector, until {@link #goOn}. */
  void stall() throws IOException, InterruptedException {
    signal("STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor()).isZero();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM; the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the gateway ends; its log:\n%s", log()).isTrue();
    return process.exitValue();
  }

  String log() {
    try {
      // not readString: a killed process may leave half a character
      return new String(Files.readAllBytes(home.resolve("gateway.log")), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(no log)";
    }
  }

  Path home() {
    return home;
  }

  int intakePort() {
    return intakePort;
  }

  int managementPort() {
    return managementPort;
  }

  int starts() {
    return starts;
  }

  static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      kill9();
    }
  }
}
