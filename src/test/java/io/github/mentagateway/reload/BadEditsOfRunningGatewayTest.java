package io.github.mentagateway.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.check.BadEditsTest;
import io.github.mentagateway.check.BadEditsTest.EditOfFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** None of the edits that the check knows disturbs a gateway that runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadEditsOfRunningGatewayTest {
  private Path home;
  private final Map<Path, byte[]> good = new TreeMap<>();
  private RunningGateway gateway;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    home = RunningGateway.shipped(folder);
    for (Path file : files()) {
      good.put(file, Files.readAllBytes(file));
    }
    gateway = new RunningGateway(home);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  static Stream<EditOfFolder> edits() {
    return BadEditsTest.editsOfFolders();
  }

  @ParameterizedTest
  @MethodSource("edits")
  void an_edit_that_goes_wrong_changes_nothing_that_runs(EditOfFolder edit) throws Throwable {
    List<Object> before = List.copyOf(gateway.camel.getRoutes());
    edit.change().accept(home);

    Outcome outcome = gateway.reload.reload();
    if (edit.isError()) {
      assertThat(outcome.errors()).isNotEmpty();
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(gateway.camel.getRoutes()).isEqualTo(before);
    } else {
      assertThat(outcome.isRefused()).as(outcome.toString()).isFalse();
    }
  }

  @AfterEach
  void mend() throws Exception {
    for (Path file : files()) {
      if (!good.containsKey(file)) {
        Files.delete(file);
      }
    }
    for (Map.Entry<Path, byte[]> file : good.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
    assertThat(gateway.reload.reload().isRefused()).isFalse();
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(home.resolve("routes"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
