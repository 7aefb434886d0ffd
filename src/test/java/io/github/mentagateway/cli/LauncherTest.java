package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with a java and a mvn on its PATH that record how they were called. */
class LauncherTest {
  private static final String SHORT = "<-XX:TieredStopAtLevel=1> <-XX:+UseSerialGC> <-XX:+IgnoreUnrecognizedVMOptions>"
      + " <-XX:+UnlockDiagnosticVMOptions> <-XX:ArchiveRelocationMode=0> ";
  @TempDir Path folder;
  private Path own;
  private Path caller;
  private Path bin;

  @BeforeEach
  void installation() throws IOException {
    folder = folder.toRealPath();
    own = Files.createDirectory(folder.resolve("own folder"));
    caller = Files.createDirectory(folder.resolve("caller"));
    bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("sed", "head", "readlink", "mkdir", "touch", "rm")) {
      Path found = Stream.of("/bin", "/usr/bin").map(place -> Path.of(place, tool)).filter(Files::exists).findFirst().orElseThrow();
      script(tool, "exec " + found + " \"$@\"");
    }
    Files.copy(Path.of("menta-gateway"), own.resolve("menta-gateway"));
    Files.createFile(own.resolve("pom.xml"));
    java("17.0.15");
    script("mvn", "echo \"mvn in $(pwd): $*\"; mkdir -p target; touch target/menta-gateway.jar");
  }

  @Test
  void a_missing_jar_is_built_once_and_said() throws Exception {
    Ran first = run(own.resolve("menta-gateway"), Map.of(), "run");
    assertThat(first.err()).isEqualTo("menta-gateway: building " + jar() + " (once; mvn -q package -DskipTests)\nmvn in " + own
        + ": -q package -DskipTests\nmenta-gateway: making " + archive()
        + ", with which it starts faster (once for this jar and this Java)\n");
    assertThat(first.out()).contains("java in ");
    assertThat(run(own.resolve("menta-gateway"), Map.of(), "run").err()).isEmpty();
  }

  @Test
  void it_runs_in_its_own_folder_and_says_where_the_caller_is() throws Exception {
    built();
    Ran ran = run(own.resolve("menta-gateway"), Map.of(), "send", "a file.json", "");
    assertThat(ran.out()).isEqualTo("java in " + own + " for " + caller + ": " + SHORT + "<-cp> <" + jar() + "> <io.github.mentagateway.Gateway> <send> <a file.json> <>\n");
    assertThat(ran.code()).isEqualTo(7);
  }

  @Test
  void it_runs_in_the_caller_s_folder_when_that_has_routes_and_config() throws Exception {
    built();
    Files.createDirectory(caller.resolve("routes"));
    assertThat(run(own.resolve("menta-gateway"), Map.of()).out()).startsWith("java in " + own + " ");
    Files.createDirectory(caller.resolve("config"));
    assertThat(run(own.resolve("menta-gateway"), Map.of()).out()).startsWith("java in " + caller + " ");
  }

  @Test
  void it_is_found_through_a_symbolic_link() throws Exception {
    built();
    Path link = Files.createSymbolicLink(caller.resolve("gw"), Path.of("../own folder/menta-gateway"));
    assertThat(run(link, Map.of()).out()).contains("<" + jar() + ">");
    assertThat(run(Path.of("gw"), Map.of()).out()).contains("<" + jar() + ">");
  }

  @Test
  void java_opts_and_java_home_are_honoured() throws Exception {
    built();
    assertThat(run(own.resolve("menta-gateway"), Map.of("JAVA_OPTS", "-Xmx256m -Da=b")).out()).contains("<-Xmx256m> <-Da=b> <-jar>");
    Ran elsewhere = run(own.resolve("menta-gateway"), Map.of("JAVA_HOME", "/nowhere"));
    assertThat(elsewhere).isEqualTo(new Ran(1, "",
        "menta-gateway: /nowhere/bin/java is not there: install a JDK 17 or newer, or set JAVA_HOME\n"));
  }

  @Test
  void the_gateway_runs_with_the_options_of_its_folder_and_what_java_opts_says_comes_after_them() throws Exception {
    built();
    assertThat(run(own.resolve("menta-gateway"), Map.of("MENTA_GATEWAY_ARCHIVE", "off")).out()).contains(": <-jar> ");
    Files.createDirectory(own.resolve("config"));
    Files.createFile(own.resolve("config/jvm.options"));
    Map<String, String> more = Map.of("JAVA_OPTS", "-Xmx1g", "MENTA_GATEWAY_ARCHIVE", "off");
    assertThat(run(own.resolve("menta-gateway"), more, "run").out()).contains(": <@config/jvm.options> <-Xmx1g> <-jar> ");
    assertThat(run(own.resolve("menta-gateway"), more, "--verbose").out()).contains(": <@config/jvm.options> <-Xmx1g> <-jar> ");
    assertThat(run(own.resolve("menta-gateway"), Map.of("JAVA_OPTS", "-XX:+UseG1GC", "MENTA_GATEWAY_ARCHIVE", "off")).out())
        .as("a second collector would be an error").contains(": <@config/jvm.options> <-XX:-UseSerialGC> <-XX:+UseG1GC> <-jar> ");
  }

  @Test
  void a_collector_that_java_s_own_variables_name_takes_the_place_of_the_gateway_s_too() throws Exception {
    built();
    for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")) {
      assertThat(run(own.resolve("menta-gateway"), Map.of(variable, "-Da=b -XX:+UseG1GC"), "send", "x").out())
          .as(variable).contains(SHORT + "<-XX:-UseSerialGC> <-cp> ");
    }
  }

  @Test
  void the_archive_is_made_before_the_first_run_and_again_when_the_jar_is_newer() throws Exception {
    built();
    Path script = own.resolve("menta-gateway");
    assertThat(run(script, Map.of(), "send", "x").out()).as("only the gateway itself makes one").doesNotContain("Shared");
    String uses = "<-XX:SharedArchiveFile=" + archive() + "> <-Xlog:cds*=off> ";
    Ran first = run(script, Map.of());
    assertThat(first.err()).isEqualTo("menta-gateway: making " + archive()
        + ", with which it starts faster (once for this jar and this Java)\n");
    assertThat(first.out()).contains(": " + uses + "<-jar> ");
    assertThat(run(script, Map.of("JAVA_OPTS", "-Xshare:off"))).satisfies(again -> {
      assertThat(again.err()).isEmpty();
      assertThat(again.out()).contains(": " + uses + "<-Xshare:off> <-jar> ");
    });
    assertThat(run(script, Map.of(), "send", "x").out()).contains(SHORT + uses);
    Files.setLastModifiedTime(jar(), FileTime.from(Files.getLastModifiedTime(archive()).toInstant().plusSeconds(1)));
    assertThat(run(script, Map.of()).err()).contains("making ");
  }

  @Test
  void a_gateway_that_runs_from_the_archive_of_before_keeps_it() throws Exception {
    built();
    run(own.resolve("menta-gateway"), Map.of());
    Path inUse = Files.createLink(folder.resolve("what a running JVM has mapped"), archive());
    Files.setLastModifiedTime(jar(), FileTime.from(Files.getLastModifiedTime(archive()).toInstant().plusSeconds(1)));
    assertThat(run(own.resolve("menta-gateway"), Map.of()).err()).contains("making ");
    assertThat(inUse).as("cut short, it would be the end of that JVM").content().isEqualTo("archive\n");
  }

  @Test
  void an_archive_that_cannot_be_made_is_not_tried_again_and_the_gateway_starts_without_it() throws Exception {
    built();
    script("java", Files.readString(bin.resolve("java")).replace("rm -f \"$4\"; echo archive > \"$4\"; exit 0", "echo no memory >&2; exit 1"));
    Ran first = run(own.resolve("menta-gateway"), Map.of());
    assertThat(first.err()).endsWith("no memory\n");
    assertThat(first.out()).contains(": <-jar> ");
    assertThat(run(own.resolve("menta-gateway"), Map.of())).isEqualTo(new Ran(7, first.out(), ""));
  }

  @Test
  void in_a_folder_that_cannot_be_written_it_starts_without_an_archive_and_says_nothing() throws Exception {
    built();
    Files.setPosixFilePermissions(own.resolve("target"), PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(own.resolve("target")), "root may write anywhere");
    Ran ran = run(own.resolve("menta-gateway"), Map.of());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains(": <-jar> ");
  }

  @Test
  void a_java_that_says_its_version_in_a_file_is_not_asked() throws Exception {
    built();
    java("11.0.2");
    Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"21.0.4\"\n");
    assertThat(run(own.resolve("menta-gateway"), Map.of()).out()).contains("menta-gateway-21.0.4.jsa> ");
  }

  @Test
  void a_java_that_is_missing_or_too_old_is_told() throws Exception {
    built();
    java("11.0.2");
    assertThat(run(own.resolve("menta-gateway"), Map.of())).isEqualTo(
        new Ran(1, "", "menta-gateway: java is Java 11: install a JDK 17 or newer, or set JAVA_HOME\n"));
    java("1.8.0_292");
    assertThat(run(own.resolve("menta-gateway"), Map.of()).err()).contains("java is Java 1:");
    java("21");
    assertThat(run(own.resolve("menta-gateway"), Map.of()).code()).isEqualTo(7);
    Files.delete(bin.resolve("java"));
    assertThat(run(own.resolve("menta-gateway"), Map.of()).err()).startsWith("menta-gateway: java is not there: ");
  }

  @Test
  void a_missing_maven_and_a_build_that_fails_are_told() throws Exception {
    script("mvn", "echo COMPILATION ERROR; exit 1");
    assertThat(run(own.resolve("menta-gateway"), Map.of())).satisfies(ran -> {
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).endsWith("COMPILATION ERROR\nmenta-gateway: the build failed: see what mvn said above\n");
    });
    Files.delete(bin.resolve("mvn"));
    assertThat(run(own.resolve("menta-gateway"), Map.of()).err())
        .isEqualTo("menta-gateway: " + jar() + " is not there and must be built, but mvn is not: install Maven 3.8 or newer\n");
  }

  @Test
  void a_locale_without_a_character_set_gets_one_and_any_other_is_left_as_it_is() throws Exception {
    built();
    script("java", Files.readString(bin.resolve("java")).replace("printf 'java in", "echo \"LC_ALL=$LC_ALL\"; printf 'java in"));
    script("locale", "[ \"$*\" = charmap ] && echo ANSI_X3.4-1968");
    assertThat(run(own.resolve("menta-gateway"), Map.of("LC_ALL", "POSIX")).out()).startsWith("LC_ALL=C.UTF-8\n");
    script("locale", "[ \"$*\" = charmap ] && echo UTF-8");
    assertThat(run(own.resolve("menta-gateway"), Map.of("LC_ALL", "es_AR.UTF-8")).out()).startsWith("LC_ALL=es_AR.UTF-8\n");
  }

  private Path archive() {
    return own.resolve("target/menta-gateway-17.0.15.jsa");
  }

  private Path jar() {
    return own.resolve("target/menta-gateway.jar");
  }

  private void built() throws IOException {
    Files.createDirectory(own.resolve("target"));
    Files.createFile(jar());
  }

  private void java(String version) throws IOException {
    script("java", "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" 2025-04-15' >&2; exit 0; fi\n"
        + "if [ \"$3\" = archive ]; then rm -f \"$4\"; echo archive > \"$4\"; exit 0; fi\n"
        + "printf 'java in %s for %s:' \"$(pwd -P)\" \"$MENTA_GATEWAY_CALLER\"; printf ' <%s>' \"$@\"; echo; exit 7");
  }

  private void script(String name, String text) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ran run(Path script, Map<String, String> environment, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("/bin/sh", script.toString()));
    line.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process = new ProcessBuilder(line).directory(caller.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    process.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS", "CDPATH", "MENTA_GATEWAY_ARCHIVE"));
    process.environment().putAll(new HashMap<>(environment));
    process.environment().put("PATH", bin.toString());
    int code = process.start().waitFor();
    return new Ran(code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
  }

  private record Ran(int code, String out, String err) {}
}
