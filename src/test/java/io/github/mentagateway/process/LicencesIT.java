package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is shaded into the jar travels with its licence: each library is named in {@code META-INF/THIRD-PARTY.txt}, and its text is there. */
class LicencesIT {
  /** {@code (Apache-2.0) (EPL-2.0) Vert.x Core (io.vertx:vertx-core:4.5.31 - https://…)}. */
  private static final Pattern NAMED = Pattern.compile(" *(?<licences>(?:\\([^)]*\\) )+).*\\([^():]+:(?<library>[^(): ]+:[^(): ]+) - .*\\)");
  private static final Pattern TEXT = Pattern.compile("META-INF/(?:licenses?/)?(.*(?:LICENSE|NOTICE).*)");

  private ZipFile jar;

  /** A library of the runtime classpath, and its folder under {@code META-INF/licenses}. */
  private record Library(Path file, String name, String folder) {
    static Library of(Path file) {
      String version = file.getParent().getFileName().toString();
      String artifact = file.getParent().getParent().getFileName().toString();
      String folder = file.getFileName().toString().replace("-" + version, "").replaceAll("\\.jar$", "");
      return new Library(file, artifact + ":" + version, "META-INF/licenses/" + folder + "/");
    }
  }

  @BeforeEach
  void open() throws IOException {
    jar = new ZipFile(GatewayProcess.jar());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void every_library_is_named_with_a_licence_whose_text_is_in_the_jar() throws IOException {
    Map<String, List<String>> named = named();
    List<String> without = new ArrayList<>();
    for (Library library : libraries()) {
      List<String> licences = named.getOrDefault(library.name(), List.of());
      boolean hasOwn = entries(jar).anyMatch(name -> name.startsWith(library.folder()) && name.toUpperCase(Locale.ROOT).contains("LICENSE"));
      if (licences.isEmpty() || !hasOwn && licences.stream().noneMatch(licence -> jar.getEntry(text(licence)) != null)) {
        without.add(library.name() + " under " + licences);
      }
    }

    assertThat(without).as("put the text into src/main/resources/META-INF/licenses").isEmpty();
  }

  @Test
  void every_licence_and_notice_that_a_library_has_is_in_the_jar_to_the_byte() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Library library : libraries()) {
      try (ZipFile file = new ZipFile(library.file().toFile())) {
        for (String name : entries(file).filter(entry -> !entry.endsWith("/")).toList()) {
          Matcher text = TEXT.matcher(name);
          if (text.matches() && !sameBytes(file, name, library.folder() + text.group(1))) {
            missing.add(library.name() + "!" + name);
          }
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void the_licence_beside_them_is_the_gateway_s_own() throws IOException {
    assertThat(entries(jar).filter(name -> name.matches("(?i)META-INF/[^/]*(LICENSE|NOTICE)[^/]*"))).containsExactly("META-INF/LICENSE");
    assertThat(jar.getInputStream(jar.getEntry("META-INF/LICENSE")).readAllBytes()).isEqualTo(Files.readAllBytes(Path.of("LICENSE")));
  }

  private boolean sameBytes(ZipFile file, String name, String here) throws IOException {
    ZipEntry entry = jar.getEntry(here);
    return entry != null && Arrays.equals(jar.getInputStream(entry).readAllBytes(),
        file.getInputStream(file.getEntry(name)).readAllBytes());
  }

  /** The licences of each {@code artifact:version}. */
  private Map<String, List<String>> named() throws IOException {
    Map<String, List<String>> named = new TreeMap<>();
    String file = new String(jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.txt")).readAllBytes(), StandardCharsets.UTF_8);
    file.lines().map(NAMED::matcher).filter(Matcher::matches).forEach(line -> named.put(line.group("library"),
        Pattern.compile("\\(([^)]*)\\)").matcher(line.group("licences")).results().map(licence -> licence.group(1)).toList()));
    return named;
  }

  /** The gateway's own licence is the Apache License too. */
  private static String text(String licence) {
    return licence.equals("Apache-2.0") ? "META-INF/LICENSE" : "META-INF/licenses/" + licence + ".txt";
  }

  private static Stream<String> entries(ZipFile file) {
    return file.stream().map(ZipEntry::getName);
  }

  private static List<Library> libraries() throws IOException {
    String classpath = Files.readString(Path.of(GatewayProcess.jar()).resolveSibling("runtime-classpath.txt"));
    List<Library> libraries = Stream.of(classpath.strip().split(File.pathSeparator)).map(Path::of).map(Library::of).toList();
    assertThat(libraries).hasSizeGreaterThan(50);
    return libraries;
  }
}
