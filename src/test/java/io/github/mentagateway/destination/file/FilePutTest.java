package io.github.mentagateway.destination.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.destination.RunningKamelets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kamelets {@code file-put} and {@code file-append}, in a real folder. */
class FilePutTest {
  @TempDir
  private Path home;
  private final LineFiles lines = new LineFiles();
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    routes = new RunningKamelets(home, Map.of(), Map.of());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
  }

  @Test
  void each_delivery_is_a_file_and_a_second_attempt_writes_it_again() throws Exception {
    routes.use("file-put", Map.of("folder", home.resolve("out").toString(), "json", "{\"ticket\": \"{data.id}\", \"seq\": \"{sequence}\"}"));

    assertThat(attempt("7", 1).getException()).isNull();
    assertThat(attempt("7", 2).getException()).isNull();
    assertThat(home.resolve("out")).isDirectoryContaining("glob:**/7.json");
    try (var files = Files.list(home.resolve("out"))) {
      assertThat(files).hasSize(1);
    }
    assertThat(home.resolve("out/7.json")).content().isEqualTo("{\"ticket\":\"00001\",\"seq\":7}");
  }

  @Test
  void each_delivery_is_a_line_of_the_day_once_however_often_it_comes() throws Exception {
    routes.use("file-append", Map.of("folder", home.resolve("out").toString(), "name", "owners-{date}.csv",
        "csv", "{deliveryId};{data.id};{newOwnerEmail}"));

    attempt("7", 1);
    attempt("8", 1);
    attempt("7", 2);
    attempt("8", 3);
    assertThat(home.resolve("out/owners-2026-03-02.csv")).content().isEqualTo("7;00001;\"a;\"\"b@example.com\"\n8;00001;\"a;\"\"b@example.com\"\n");
  }

  @Test
  void without_a_template_a_line_is_the_whole_notification_with_the_delivery_s_id() throws Exception {
    routes.use("file-append", Map.of("folder", home.resolve("out").toString()));

    assertThat(attempt("7", 1).getException()).isNull();
    assertThat(home.resolve("out/2026-03-02.jsonl")).content().startsWith("{\"deliveryId\":\"7\",\"receivedAt\":\"2026-03-02T23:59:00Z\",\"family\":"
        + "\"ticket\",\"action\":\"ticket.updated\",\"data\":{").endsWith("}\n").contains("\"id\":\"00001\"");
  }

  @Test
  void a_part_of_a_line_stays_alone_and_its_delivery_s_line_follows_whole() throws Exception {
    Path file = Files.writeString(home.resolve("a.csv"), "1;x\n2;y");

    lines.append(file, bytes("2;yes\n"), true);
    lines.append(file, bytes("1;x\n"), true);
    lines.append(file, bytes("2;yes\n"), true);
    assertThat(file).content().isEqualTo("1;x\n2;y\n2;yes\n");
  }

  @Test
  void writers_at_once_lose_no_line() throws Exception {
    Path file = home.resolve("a.csv");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Void>> writers = IntStream.range(0, 200).mapToObj(i -> (Callable<Void>) () -> {
      lines.append(file, bytes(i + ";" + "x".repeat(i) + "\n"), false);
      return null;
    }).toList();
    for (var writer : threads.invokeAll(writers)) {
      writer.get();
    }
    threads.shutdown();
    assertThat(Files.readAllLines(file)).containsExactlyInAnyOrderElementsOf(
        IntStream.range(0, 200).mapToObj(i -> i + ";" + "x".repeat(i)).toList());
  }

  @Test
  void another_process_waits_until_a_line_that_was_looked_for_is_written() throws Exception {
    Path file = Files.writeString(home.resolve("a.csv"), "1;x\n");

    try (LockedFile open = LockedFile.open(file)) {
      assertThat(open.holds(bytes("1;x\n"))).isTrue();
      assertThat(open.holds(bytes("2;y\n"))).isFalse();
      assertThat(open.endsWithLine()).isTrue();
      assertThat(anotherProcess(file)).isEqualTo("has to wait");
      open.append(ByteBuffer.wrap(bytes("2;y\n")));
    }
    assertThat(anotherProcess(file)).isEqualTo("has it");
    assertThat(file).content().isEqualTo("1;x\n2;y\n");
  }

  private static String anotherProcess(Path file) throws IOException {
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")), AnotherProcess.class.getName(), file.toString())
        .redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  static final class AnotherProcess {
    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.APPEND); FileLock lock = channel.tryLock()) {
        System.out.println(lock == null ? "has to wait" : "has it");
      }
    }
  }

  @Test
  void a_line_that_does_not_tell_whose_it_is_and_a_name_that_is_a_path_are_refused_at_the_start() {
    assertThatThrownBy(() -> routes.use("file-append", Map.of("folder", "out", "csv", "{data.id}"))).hasStackTraceContaining(
        "csv has no {deliveryId}: each line needs it, by which a second attempt, and whoever reads the file, can tell that it is there already");
    assertThatThrownBy(() -> routes.use("file-put", Map.of("folder", "out", "name", "../{data.id}"))).hasStackTraceContaining(
        "name is '../{data.id}': it must be the name of a file without a folder, of letters, digits, -, _, . and @ and values in braces, not"
            + " beginning with '.', such as {deliveryId}.json");
  }

  private Exchange attempt(String delivery, int attempt) throws Exception {
    return routes.durable.attempt("test", RunningKamelets.ticket("00001", "a;\"b@example.com"),
        Map.of("deliveryId", delivery, "sequence", 7L, "attempt", attempt, "receivedAt", "2026-03-02T23:59:00Z"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
