package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the real jar and the real Java: what it makes for faster starts, and that nothing depends on it. */
class LauncherIT {
  private static final String WHEN_FEWER = " that came from the archive. Fewer, since a library or the code has changed? bench/start-classes"
      + " writes the list anew";
  @TempDir Path home;
  private Path launcher;

  @BeforeEach
  void installation() throws IOException {
    launcher = home.resolve("menta-gateway");
    Files.copy(Path.of("menta-gateway"), launcher);
    Files.createDirectory(home.resolve("target"));
    Files.copy(Path.of(GatewayProcess.jar()), home.resolve("target/menta-gateway.jar"));
  }

  @Test
  void the_first_start_makes_an_archive_which_both_starts_use_and_which_holds_what_a_start_needs() throws Exception {
    try (GatewayProcess gateway = gateway().start()) {
      assertThat(archives()).hasSize(1).allSatisfy(archive -> assertThat(archive).isNotEmptyFile());
      assertThat(gateway.log()).containsOnlyOnce("menta-gateway: making ").doesNotContain("[warning]", "WARN", "ERROR");
      gateway.terminate();

      gateway.with("JAVA_OPTS", "-Xlog:class+load:file=" + home.resolve("start.log")).start();

      assertThat(gateway.post(Samples.bytes("ticket.updated.flat.json")).statusCode()).isEqualTo(202);
      assertThat(gateway.log()).as("made once").containsOnlyOnce("menta-gateway: making ");
      assertThat(shared("start.log")).as("percent of a start's classes" + WHEN_FEWER).isGreaterThan(90);

      gateway.with("JAVA_OPTS", "-Xlog:class+load:file=" + home.resolve("send.log"));
      assertThat(gateway.run("send", Path.of("samples/ticket.updated.flat.json").toAbsolutePath().toString()).exit()).isZero();
      assertThat(shared("send.log")).as("percent of a command's classes" + WHEN_FEWER).isGreaterThan(90);
      gateway.with("JAVA_OPTS", "-Xlog:class+load:file=" + home.resolve("destinations.log"));
      assertThat(gateway.run("destinations").exit()).isZero();
      assertThat(shared("destinations.log")).as("percent of a command's classes" + WHEN_FEWER).isGreaterThan(90);
    }
  }

  @Test
  void a_command_loads_nothing_of_what_runs_the_gateway() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.in(home).start()) {
      for (String[] command : new String[][] {{"send", Path.of("samples/ticket.updated.flat.json").toAbsolutePath().toString()}, {"destinations"}}) {
        Path classes = home.resolve(command[0] + ".log");
        gateway.with("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
        assertThat(gateway.run(command).exit()).isZero();
        assertThat(Files.readAllLines(classes)).as("each class that is loaded is time that a person waits").hasSizeLessThan(3200)
            .noneMatch(line -> line.matches(".* (org\\.apache\\.camel|io\\.vertx|io\\.netty|org\\.h2|org\\.sqlite|org\\.postgresql"
                + "|com\\.zaxxer|org\\.apache\\.logging|io\\.micrometer|org\\.bouncycastle)\\..*"));
      }
    }
  }

  @Test
  void an_archive_that_is_none_or_another_jar_s_does_no_harm_and_is_not_spoken_of() throws Exception {
    Path jar = home.resolve("target/menta-gateway.jar");
    Path archive = home.resolve("target/menta-gateway-" + System.getProperty("java.version") + ".jsa");
    Files.copy(ClassArchive.of(Path.of(GatewayProcess.jar())), archive);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
    try (GatewayProcess gateway = gateway()) {
      assertThat(gateway.start().log()).doesNotContain("[warning]", "making", "WARN");
      gateway.terminate();

      Files.writeString(archive, "no archive at all");
      String before = gateway.log();
      assertThat(gateway.start().log().substring(before.length())).doesNotContain("[warning]", "making", "WARN");
      assertThat(archives()).containsExactly(archive);
    }
  }

  @Test
  void an_archive_that_cannot_be_written_is_told_with_its_name() throws Exception {
    try (GatewayProcess gateway = gateway()) {
      GatewayProcess.Result made = gateway.run("archive", home.resolve("nowhere/a.jsa").toString());
      assertThat(made.exit()).isEqualTo(1);
      assertThat(made.errors()).startsWith("menta-gateway: the archive " + home.resolve("nowhere/a.jsa") + " cannot be written: ")
          .endsWith("; name a file in a folder that this user may write to, or start without an archive\n");
    }
  }

  private GatewayProcess gateway() throws IOException {
    return GatewayProcess.in(home).by(launcher).with("JAVA_HOME", System.getProperty("java.home"));
  }

  /** Percent that came from the archive, of what can stand in it: what is made at run time, proxies and accessors, is in no list. */
  private long shared(String log) throws IOException {
    List<String> named = Files.readAllLines(home.resolve(log)).stream()
        .filter(line -> line.contains("shared objects file") || line.contains("menta-gateway.jar") || line.contains("jrt:/")
            || line.contains("$$Lambda$")).toList();
    return named.stream().filter(line -> line.contains("shared objects file")).count() * 100 / named.size();
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("target"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }
}
