package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.SyncTrace.Phase;
import io.github.mentagateway.store.InboxFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1 on the embedded store: the system calls of a process that accepts and decides, in their order. Needs {@link Strace}. */
class EmbeddedDurabilityTest {
  /** The file that a commit is appended to, and the one that its content is moved to later. */
  private static final String LOG = "/inbox.db-wal";
  private static final String DATABASE = "/inbox.db";
  private static final String MARKERS = "/markers";

  @TempDir
  static Path folder;
  private static SyncTrace trace;
  private static Map<String, Phase> phases;

  @BeforeAll
  static void runTheScenario() throws Exception {
    Strace strace = Strace.required();
    Path output = folder.resolve("output");
    Path calls = folder.resolve("calls");
    Process process = new ProcessBuilder(strace.command(calls, List.of(
        ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp",
        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")), TracedProcess.class.getName(),
        folder.toString()))).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    trace = SyncTrace.of(Files.readAllLines(calls, StandardCharsets.ISO_8859_1), LOG, DATABASE, MARKERS);
    phases = trace.phases().stream().collect(Collectors.toMap(Phase::name, Function.identity()));
    trace.phases().forEach(phase -> System.out.printf("durability: %s: %d acknowledged, %d writes, %d syncs%n", phase.name(),
        phase.acknowledged(), phase.writes(), phase.syncs()));
  }

  @Test
  void nothing_is_acknowledged_before_it_is_on_disk() {
    assertThat(trace.acknowledged()).isEqualTo(AcknowledgementScenario.ACKNOWLEDGED);
    assertThat(trace.acknowledgedTooEarly()).isEmpty();
  }

  @Test
  void nothing_is_taken_out_of_the_log_before_it_is_on_disk_elsewhere() {
    assertThat(trace.discardedTooEarly()).isEmpty();
  }

  @Test
  void what_comes_one_by_one_has_a_sync_each() {
    assertThat(phases.get("one-by-one").syncs()).isGreaterThanOrEqualTo(2 * AcknowledgementScenario.ONE_BY_ONE);
  }

  @Test
  void what_comes_together_shares_one() {
    assertThat(phases.get("together").acknowledged()).isEqualTo(AcknowledgementScenario.TOGETHER + AcknowledgementScenario.COPIES);
    assertThat(phases.get("together").syncs()).isLessThan(AcknowledgementScenario.TOGETHER / 4);
  }

  /** The one that strace looks at. Each marker is a write of its own, made by the thread on which the acknowledgement came. */
  static final class TracedProcess {
    public static void main(String[] folders) throws IOException {
      Path folder = Path.of(folders[0]).toRealPath();
      Path store = Files.createDirectory(folder.resolve("store"));
      InboxOptions options = Stores.sqlite(store);
      Clock clock = Clock.systemUTC();
      try (FileChannel markers = FileChannel.open(Path.of(folder + MARKERS), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          Inbox inbox = InboxFactory.open(options, clock)) {
        new AcknowledgementScenario(new InboxDriver(inbox, clock), new Markers(markers)).run();
      }
    }
  }

  private record Markers(FileChannel file) implements AcknowledgementScenario.Witness {
    @Override
    public void phase(String name) {
      write("phase " + name);
    }

    @Override
    public void requested(String name, String token) {
      write("requested " + name + (token == null ? "" : " " + token));
    }

    @Override
    public void acknowledged(String name) {
      write("acknowledged " + name);
    }

    private void write(String line) {
      try {
        file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
