package io.github.mentagateway.lib;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resolves libraries by Maven, with the repositories, mirrors, proxies and credentials of this machine's settings. What is in the gateway's jar
 * is pinned to the version there, and what only that needs is left out.
 */
final class MavenResolver {
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";
  /** A part of each family that is inside, and the list of versions that match it, for the parts that are not inside. */
  private static final Map<String, String> FAMILIES = Map.of(
      "camel-api", "org.apache.camel:camel-bom",
      "netty-common", "io.netty:netty-bom",
      "jackson-core", "com.fasterxml.jackson:jackson-bom");

  private final List<Library> inside;
  private final Map<String, String> environment;

  MavenResolver(List<Library> inside, Map<String, String> environment) {
    this.inside = inside;
    this.environment = environment;
  }

  /** A jar that Maven has brought, in a folder that is deleted later. */
  record Resolved(Library library, Path file) {
    String fileName() {
      return file.getFileName().toString();
    }
  }

  /** All that these need, themselves included, also what is inside. */
  List<Resolved> resolve(List<Library> wanted, boolean offline, Path folder) throws IOException, InterruptedException {
    Path pom = Files.writeString(folder.resolve("pom.xml"), pom(wanted));
    Path jars = folder.resolve("jars");
    List<String> command = new ArrayList<>(List.of(maven().toString(), "-B", "-q", "-f", pom.toString(), PLUGIN, "-DincludeScope=runtime",
        "-DoutputDirectory=" + jars, "-Dmdep.useRepositoryLayout=true", "-Dstyle.color=never"));
    if (offline) {
      command.add("-o");
    }
    Path log = folder.resolve("mvn.log");
    Process maven = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (maven.waitFor() != 0) {
        throw new LibraryException("Maven cannot bring " + names(wanted) + ": " + firstError(Files.readString(log, StandardCharsets.UTF_8))
            + ". Nothing was added. Look whether name and version are right, and whether this machine reaches its repository"
            + " (mirrors and proxies stand in ~/.m2/settings.xml)");
      }
    } finally {
      maven.destroy();
    }
    return Files.isDirectory(jars) ? jars(jars) : List.of();
  }

  private Path maven() {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator)).filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of("mvn", "mvn.cmd").map(name -> Path.of(folder, name)).filter(Files::isExecutable)).findFirst()
        .orElseThrow(() -> new LibraryException("mvn is not there, by which libraries are resolved: install Maven 3.8 or newer, or do it on a"
            + " machine that has it and copy its lib/*.jar here"));
  }

  private static String firstError(String log) {
    return log.lines().filter(line -> line.startsWith("[ERROR]")).map(line -> line.substring("[ERROR]".length()).strip())
        .filter(line -> !line.isEmpty()).map(line -> line.replaceFirst("^Failed to execute goal \\S+ \\([^)]*\\) on project \\S+: ", "")
            .replaceFirst(" -> \\[Help \\d+]$", "").replaceFirst("[.\\s]+$", ""))
        .findFirst().or(() -> log.lines().filter(line -> !line.isBlank()).reduce((first, last) -> last)).orElse("it says nothing");
  }

  /** The layout of a repository, {@code group/as/folders/artifact/version/file.jar}, says what a jar is. */
  private static List<Resolved> jars(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().map(file -> {
        Path version = file.getParent();
        Path artifact = version.getParent();
        String group = root.relativize(artifact.getParent()).toString().replace(File.separatorChar, '.');
        return new Resolved(new Library(group, artifact.getFileName().toString(), version.getFileName().toString()), file);
      }).toList();
    }
  }

  private String pom(List<Library> wanted) {
    String pinned = inside.stream().map(library -> dependency(library, InsideLibraries.isWhole(library)
        ? "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>" : "")).collect(Collectors.joining());
    String families = inside.stream().flatMap(library -> Optional.ofNullable(FAMILIES.get(library.artifact())).stream()
        .map(list -> dependency(new Library(list.split(":")[0], list.split(":")[1], library.version()),
            "<type>pom</type><scope>import</scope>"))).collect(Collectors.joining());
    return """
        <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>io.github.mentagateway</groupId>
        <artifactId>lib</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
        <dependencyManagement><dependencies>
        %s%s</dependencies></dependencyManagement>
        <dependencies>
        %s</dependencies>
        </project>
        """.formatted(pinned, families, wanted.stream().map(library -> dependency(library, "")).collect(Collectors.joining()));
  }

  private static String dependency(Library library, String more) {
    return "<dependency><groupId>" + library.group() + "</groupId><artifactId>" + library.artifact() + "</artifactId><version>"
        + library.version() + "</version>" + more + "</dependency>\n";
  }

  static String names(List<Library> libraries) {
    return libraries.stream().map(Library::toString).collect(Collectors.joining(", "));
  }
}
