package io.github.mentagateway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** {@link Ceiling}, with the certificate of a gateway. */
final class CeilingProcess implements Server {
  private final String name;
  private final int port = Ports.free();
  private final Process process;

  private CeilingProcess(String name, Path tls, String engine, Path log) throws IOException {
    this.name = name;
    process = new ProcessBuilder(Java.executable(), "-cp", System.getProperty("java.class.path"), Ceiling.class.getName(),
        Integer.toString(port), tls.resolve("certificate.pem").toString(), tls.resolve("private-key.pem").toString(), engine)
        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  static CeilingProcess start(Path tls, String engine, Path folder) throws IOException {
    CeilingProcess started = new CeilingProcess("ceiling", tls, engine, folder.resolve("ceiling.log"));
    Ports.awaitListening(started.port, started.process);
    return started;
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
    return "/";
  }

  @Override
  public String authorization() {
    return "none";
  }

  @Override
  public Stream<ProcessHandle> processes() {
    return Stream.of(process.toHandle());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
