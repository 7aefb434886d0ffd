package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path home;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(home.resolve("routes"));
  }

  private CommandRun schema(String... arguments) {
    List<String> all = new ArrayList<>(List.of("schema"));
    all.addAll(List.of(arguments));
    return CommandRun.in(home, Map.of(), all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes", "kamelets", "cases", "destinations", "properties"})
  void each_is_printed_and_written_the_same(String name) throws IOException {
    JsonNode printed = JSON.readTree(schema(name).out());

    assertThat(printed.path("title").asText()).contains("Menta Gateway");
    assertThat(schema("--write", "here").code()).isZero();
    assertThat(JSON.readTree(home.resolve("here/" + name + ".schema.json").toFile())).isEqualTo(printed);
  }

  @Test
  void what_is_wrong_is_said() throws IOException {
    assertThat(schema().err()).contains("say which schema is to be printed, or --write for all as files");
    assertThat(schema("routes", "--write", "x").code()).isEqualTo(2);
    assertThat(schema("routs").err()).contains("'routs': it must be one of routes, kamelets, cases, destinations, properties");
    Files.delete(home.resolve("routes"));
    assertThat(schema("cases").code()).isZero();
    assertThat(schema("routes").err()).contains("gateway.routes: the folder");
    Files.createDirectory(home.resolve("routes"));
    Files.writeString(home.resolve("file"), "");
    assertThat(schema("--write", "file").err()).contains("cannot be written: name a folder that this user may write to");
  }

  /** The folder of VS Code that is shipped. */
  @Test
  void the_editor_is_led_to_the_files_that_are_written() throws IOException {
    JsonNode settings = JSON.readTree(Path.of(".vscode/settings.json").toFile());
    schema("--write");

    assertThat(settings.path("yaml.schemas")).hasSize(4);
    settings.path("yaml.schemas").fieldNames().forEachRemaining(file -> assertThat(home.resolve(file)).exists());
    ObjectNode durable = (ObjectNode) JSON.readTree(Path.of("target/classes/META-INF/io/github/mentagateway/durable/durable.json")
        .toFile());
    ((ObjectNode) durable.path("component")).remove("version");
    assertThat(settings.at("/camel.extra-components/0")).as("what the build made in target/classes, without the version")
        .isEqualTo(durable);
    settings.path("kaoto.localKameletDirectories").forEach(folder -> assertThat(Path.of(folder.asText(), "rest-call.kamelet.yaml"))
        .exists());
    assertThat(JSON.readTree(Path.of(".vscode/extensions.json").toFile()).path("recommendations")).extracting(JsonNode::asText)
        .containsExactly("redhat.vscode-yaml", "redhat.vscode-apache-camel", "redhat.vscode-kaoto");
    assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/schemas/").doesNotContain(".vscode/");
  }
}
