package io.github.mentagateway.lib;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFolderTest {
  @TempDir Path home;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void jars_go_on_the_class_path_in_the_order_of_their_names() throws IOException {
    jar(home.resolve("lib/b.jar"), new Manifest());
    jar(home.resolve("lib/a.jar"), new Manifest());
    Files.writeString(home.resolve("lib/README.md"), "no jar");

    assertThat(append()).containsExactly("a.jar", "b.jar");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void what_is_no_jar_is_named_on_one_line_and_the_others_are_used() throws IOException {
    jar(home.resolve("lib/good.jar"), new Manifest());
    Files.writeString(home.resolve("lib/cut.jar"), "half a download");
    Files.createDirectory(home.resolve("lib/folder.jar"));

    assertThat(append()).containsExactly("good.jar");
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).singleElement().asString()
        .contains("lib/cut.jar (", "lib/folder.jar (", "Replace or remove it.").doesNotContain("good.jar");
  }

  @Test
  void without_the_folder_nothing_happens() {
    assertThat(append()).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void java_jar_alone_finds_a_class_that_is_only_in_the_folder() throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Loads.class.getName());
    manifest.getMainAttributes().put(new Attributes.Name("Launcher-Agent-Class"), LibraryFolder.class.getName());
    jar(home.resolve("program.jar"), manifest, Loads.class, LibraryFolder.class);
    jar(home.resolve("lib/brought.jar"), new Manifest(), Brought.class);

    Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", "program.jar",
        Brought.class.getName()).directory(home.toFile()).redirectErrorStream(true).start();

    assertThat(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("I was in lib/");
    assertThat(java.waitFor()).isZero();
  }

  private List<String> append() {
    List<String> appended = new ArrayList<>();
    LibraryFolder.append(home.resolve("lib"), jar -> appended.add(Path.of(jar.getName()).getFileName().toString()),
        new PrintStream(err, true, StandardCharsets.UTF_8));
    return appended;
  }

  private static void jar(Path file, Manifest manifest, Class<?>... classes) throws IOException {
    Files.createDirectories(file.getParent());
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Class<?> type : classes) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry(name));
        jar.write(type.getResourceAsStream("/" + name).readAllBytes());
      }
    }
  }

  public static final class Brought {
    @Override
    public String toString() {
      return "I was in lib/";
    }
  }

  public static final class Loads {
    public static void main(String[] args) throws ReflectiveOperationException {
      System.out.print(Class.forName(args[0]).getConstructor().newInstance());
    }
  }
}
