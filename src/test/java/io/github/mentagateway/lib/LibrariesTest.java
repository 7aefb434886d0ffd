package io.github.mentagateway.lib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lib add} does with what Maven brings; a script stands for Maven. */
class LibrariesTest {
  private static final List<Library> INSIDE = InsideLibraries.parse("""

      Lists of 4 third-party dependencies.
           (Apache-2.0) Camel :: API (org.apache.camel:camel-api:4.18.0 - https://camel.apache.org)
           (MIT) SLF4J API Module (org.slf4j:slf4j-api:2.0.17 - http://www.slf4j.org)
           (BSD-2-Clause) PostgreSQL JDBC Driver (org.postgresql:postgresql:42.7.14 - https://jdbc.postgresql.org)
           (Bouncy-Castle) Bouncy Castle Provider (org.bouncycastle:bcprov-jdk18on:1.84 - https://www.bouncycastle.org)
      """);

  @TempDir
  private Path home;
  @TempDir
  private Path bin;

  @BeforeEach
  void maven() throws IOException {
    maven("org/apache/camel/camel-ftp/4.18.0/camel-ftp-4.18.0.jar", "com/github/mwiede/jsch/2.27.7/jsch-2.27.7.jar",
        "org/slf4j/slf4j-api/2.0.17/slf4j-api-2.0.17.jar", "org/bouncycastle/bcprov-jdk18on/1.84/bcprov-jdk18on-1.84.jar");
  }

  @Test
  void it_brings_what_is_needed_and_not_inside_and_what_was_asked_for_comes_last() throws Exception {
    assertThat(add("camel-ftp")).containsExactly("added    jsch-2.27.7.jar  1 KB", "added    bcprov-jdk18on-1.84.jar  1 KB",
        "added    camel-ftp-4.18.0.jar  1 KB", "Added 3 jars, 1 KB, to lib/. They count from the next start on.");
    assertThat(files()).containsExactly("bcprov-jdk18on-1.84.jar", "camel-ftp-4.18.0.jar", "jsch-2.27.7.jar");
    assertThat(Files.readString(bin.resolve("pom.seen"))).contains("<artifactId>camel-ftp</artifactId><version>4.18.0</version></dependency>")
        .contains("<artifactId>slf4j-api</artifactId><version>2.0.17</version><exclusions>")
        .contains("<artifactId>camel-bom</artifactId><version>4.18.0</version><type>pom</type><scope>import</scope>");
  }

  @Test
  void done_twice_it_adds_nothing() throws Exception {
    add("camel-ftp");

    assertThat(add("org.apache.camel:camel-ftp:4.18.0")).containsExactly("there    jsch-2.27.7.jar", "there    bcprov-jdk18on-1.84.jar",
        "there    camel-ftp-4.18.0.jar", "Nothing was added.");
  }

  @Test
  void what_was_cut_off_is_made_whole_by_the_same_command() throws Exception {
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/.add-123.part"), "ha");
    Files.writeString(home.resolve("lib/jsch-2.27.7.jar"), "half");

    assertThat(add("camel-ftp")).contains("replaced jsch-2.27.7.jar  1 KB");
    assertThat(files()).containsExactly("bcprov-jdk18on-1.84.jar", "camel-ftp-4.18.0.jar", "jsch-2.27.7.jar");
  }

  @Test
  void what_the_jar_has_is_told_and_maven_is_not_asked() throws Exception {
    Files.delete(bin.resolve("mvn"));

    assertThat(add("org.postgresql:postgresql:42.5.0")).containsExactly("inside   org.postgresql:postgresql:42.7.14 is in the gateway's jar,"
        + " and its classes would come before those of version 42.5.0", "Nothing was added.");
  }

  @Test
  void another_version_in_lib_is_a_conflict_and_nothing_is_added() throws Exception {
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/jsch-0.2.1.jar"), "other");
    Files.writeString(home.resolve("lib/jsch-agent-1.0.jar"), "another library");

    assertThatThrownBy(() -> add("camel-ftp")).isInstanceOf(LibraryException.class).hasMessage("lib/jsch-0.2.1.jar is there, and jsch-2.27.7.jar"
        + " is needed: of two versions of one library each class comes from the one whose name is first. Nothing was added. Remove the other"
        + " one (./menta-gateway lib remove FILE) and ask again");
    assertThat(files()).containsExactly("jsch-0.2.1.jar", "jsch-agent-1.0.jar");
  }

  @Test
  void without_maven_it_says_what_to_do() throws Exception {
    Files.delete(bin.resolve("mvn"));

    assertThatThrownBy(() -> add("camel-ftp")).hasMessage("mvn is not there, by which libraries are resolved: install Maven 3.8 or newer, or do"
        + " it on a machine that has it and copy its lib/*.jar here");
  }

  @Test
  void what_maven_refuses_is_told_in_its_words_and_adds_nothing() throws Exception {
    script("echo '[ERROR] Failed to execute goal on project lib: Could not resolve dependencies for x: camel-fpt:jar:4.18.0 was not found"
        + " -> [Help 1]'; echo '[ERROR] '; exit 1");

    assertThatThrownBy(() -> add("camel-fpt")).hasMessage("Maven cannot bring org.apache.camel:camel-fpt:4.18.0: Failed to execute goal on"
        + " project lib: Could not resolve dependencies for x: camel-fpt:jar:4.18.0 was not found. Nothing was added. Look whether name and"
        + " version are right, and whether this machine reaches its repository (mirrors and proxies stand in ~/.m2/settings.xml)");
    assertThat(home.resolve("lib")).doesNotExist();
  }

  @Test
  void a_name_must_be_one() {
    assertThatThrownBy(() -> add("ojdbc11")).hasMessage("'ojdbc11' names no library: write camel-NAME, such as camel-ftp, for a part of Camel"
        + " 4.18.0, else group:artifact:version, such as com.oracle.database.jdbc:ojdbc11:23.9.0.25.07");
    assertThatThrownBy(() -> add("org.apache.camel:camel-ftp:4.8.0")).hasMessage(
        "org.apache.camel:camel-ftp:4.8.0 is of another version than the gateway's Camel, which is 4.18.0: write camel-ftp");
  }

  @Test
  void jars_are_listed_and_removed_all_or_none() throws Exception {
    Libraries libraries = new Libraries(home);
    assertThat(libraries.listed()).containsExactly("No jars in lib/.");
    add("camel-ftp");

    assertThat(libraries.listed()).containsExactly("bcprov-jdk18on-1.84.jar  1 KB", "camel-ftp-4.18.0.jar  1 KB", "jsch-2.27.7.jar  1 KB");
    assertThatThrownBy(() -> libraries.remove(List.of("jsch-2.27.7.jar", "camel-ftp"))).hasMessage("lib/ has no jar camel-ftp: write the whole"
        + " name of a file there, of bcprov-jdk18on-1.84.jar, camel-ftp-4.18.0.jar, jsch-2.27.7.jar. Nothing was removed");
    assertThat(libraries.remove(List.of("jsch-2.27.7.jar"))).containsExactly("removed  jsch-2.27.7.jar");
    assertThat(files()).containsExactly("bcprov-jdk18on-1.84.jar", "camel-ftp-4.18.0.jar");
  }

  private List<String> add(String... names) throws Exception {
    return new Libraries(home).add(List.of(names), false, Map.of("PATH", "/nowhere:" + bin), INSIDE);
  }

  private void maven(String... jars) throws IOException {
    StringBuilder script = new StringBuilder("""
        for argument; do case $argument in -DoutputDirectory=*) out=${argument#*=} ;; esac; done
        cp "$4" "${0%/*}/pom.seen"
        """);
    for (String jar : jars) {
      script.append("mkdir -p \"$out/").append(Path.of(jar).getParent()).append("\" && echo ").append(jar).append(" > \"$out/").append(jar).append("\"\n");
    }
    script(script.toString());
  }

  private void script(String commands) throws IOException {
    Path mvn = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n" + commands);
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
