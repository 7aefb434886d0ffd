package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.SyncTrace.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On traces that were recorded with strace 6.1, the written bytes shortened: the check sees what is missing. */
class SyncTraceTest {
  /** SQLite 3.54.1, {@code synchronous=full}: two commits, a checkpoint, the end. */
  private static final String SQLITE_FULL = """
      13714 pwrite64(11</tmp/s/inbox.db>, "SQLite format 3\\0\\20\\0\\2\\2\\0@  \\0\\0", 4096, 0) = 4096
      13714 fsync(11</tmp/s/inbox.db>) = 0
      13714 unlink("/tmp/s/inbox.db-journal") = 0
      13714 pwrite64(12</tmp/s/inbox.db-wal>, "7\\177\\6\\202\\0-\\342\\30\\0\\0\\20\\0", 32, 0) = 32
      13714 fsync(12</tmp/s/inbox.db-wal>) = 0
      13714 fsync(14</tmp/s>) = 0
      13714 write(8</tmp/s/markers>, "phase one-by-one\\n", 17) = 17
      13714 write(8</tmp/s/markers>, "requested a-1 token-1\\n", 22) = 22
      13714 pwrite64(12</tmp/s/inbox.db-wal>, "\\0\\0\\0\\2\\0\\0\\0\\2Lt\\332%z\\305\\310\\235q\\23c", 24, 8272) = 24
      13714 pwrite64(12</tmp/s/inbox.db-wal>, "\\r\\0\\0\\0\\1\\17\\345\\0\\0\\0\\31\\1\\3\\0.{\\"a\\":\\"token-1\\"}", 4096, 8296) = 4096
      13714 fsync(12</tmp/s/inbox.db-wal>) = 0
      13714 write(8</tmp/s/markers>, "acknowledged a-1\\n", 17) = 17
      13714 write(8</tmp/s/markers>, "requested a-2 token-2\\n", 22) = 22
      13714 pwrite64(12</tmp/s/inbox.db-wal>, "\\0\\0\\0\\2\\0\\0\\0\\2Lt\\332%z\\305\\310\\235\\2\\355", 24, 12392) = 24
      13714 pwrite64(12</tmp/s/inbox.db-wal>, "\\r\\0\\0\\0\\2\\17\\312{\\"a\\":\\"token-2\\"}{\\"a\\":\\"token-1\\"}", 4096, 12416) = 4096
      13714 fsync(12</tmp/s/inbox.db-wal>) = 0
      13714 write(8</tmp/s/markers>, "acknowledged a-2\\n", 17) = 17
      13714 write(8</tmp/s/markers>, "phase end\\n", 10) = 10
      13714 fsync(12</tmp/s/inbox.db-wal>) = 0
      13714 pwrite64(11</tmp/s/inbox.db>, "\\r\\0\\0\\0\\3\\17\\257{\\"a\\":\\"token-2\\"}{\\"a\\":\\"token-1\\"}", 4096, 4096) = 4096
      13714 ftruncate(11</tmp/s/inbox.db>, 8192) = 0
      13714 fsync(11</tmp/s/inbox.db>) = 0
      13714 ftruncate(12</tmp/s/inbox.db-wal>, 0) = 0
      13714 unlink("/tmp/s/inbox.db-wal") = 0
      """;

  /** The same with {@code synchronous=normal}. */
  private static final String SQLITE_NORMAL = """
      13749 write(8</tmp/s/markers>, "requested a-1 token-1\\n", 22) = 22
      13749 pwrite64(12</tmp/s/inbox.db-wal>, "\\0\\0\\0\\2\\0\\0\\0\\2,\\342\\332\\340{Q\\262\\303'g\\347d", 24, 8272) = 24
      13749 pwrite64(12</tmp/s/inbox.db-wal>, "\\r\\0\\0\\0\\1\\17\\345\\0\\0\\0\\31\\1\\3\\0.{\\"a\\":\\"token-1\\"}", 4096, 8296) = 4096
      13749 write(8</tmp/s/markers>, "acknowledged a-1\\n", 17) = 17
      """;

  /** H2: one that commits, two that come meanwhile, and what one of them writes while the other is told. */
  private static final String OVERLAPPING = """
      6617  18:57:51.100001 write(4</tmp/s/markers>, "requested b-1 token-1\\n", 22) = 22
      6617  18:57:51.100002 write(4</tmp/s/markers>, "requested b-2 token-2\\n", 22 <unfinished ...>
      6664  18:57:51.100003 pwrite64(170</tmp/s/inbox.mv.db>, "chunk:35,len:3 token-1", 12288, 516096 <unfinished ...>
      6617  18:57:51.100004 <... write resumed>) = 22
      6664  18:57:51.100005 <... pwrite64 resumed>) = 12288
      6664  18:57:51.100006 fsync(170</tmp/s/inbox.mv.db> <unfinished ...>
      6617  18:57:51.100007 write(4</tmp/s/markers>, "requested b-3 token-3\\n", 22) = 22
      6664  18:57:51.100008 <... fsync resumed>) = 0
      6664  18:57:51.100009 pwrite64(170</tmp/s/inbox.mv.db>, "chunk:36,len:3 token-1 token-2 token-3", 12288, 528384) = 12288
      6618  18:57:51.100010 write(4</tmp/s/markers>, "acknowledged b-1\\n", 17) = 17
      6664  18:57:51.100011 fsync(170</tmp/s/inbox.mv.db>) = 0
      6618  18:57:51.100012 write(4</tmp/s/markers>, "acknowledged b-2\\n", 17) = 17
      6618  18:57:51.100013 write(4</tmp/s/markers>, "acknowledged b-3\\n", 17) = 17
      """;

  private static SyncTrace sqlite(List<String> lines) {
    return SyncTrace.of(lines, "/inbox.db-wal", "/inbox.db", "/markers");
  }

  private static SyncTrace h2(List<String> lines) {
    return SyncTrace.of(lines, "/inbox.mv.db", "/inbox.mv.db", "/markers");
  }

  private static List<String> lines(String trace) {
    return new ArrayList<>(trace.lines().toList());
  }

  private static List<String> without(String trace, int line) {
    List<String> lines = lines(trace);
    // in its place something that says nothing, so that the lines keep their numbers
    lines.set(line - 1, "13714 +++ exited with 0 +++");
    return lines;
  }

  private static List<String> replaced(String trace, int line, String text) {
    List<String> lines = lines(trace);
    lines.set(line - 1, text);
    return lines;
  }

  private static List<String> swapped(String trace, int line, int other) {
    List<String> lines = lines(trace);
    String first = lines.set(line - 1, lines.get(other - 1));
    lines.set(other - 1, first);
    return lines;
  }

  @Test
  void a_store_that_syncs_each_commit_has_nothing_to_be_blamed_for() {
    SyncTrace trace = sqlite(lines(SQLITE_FULL));

    assertThat(trace.acknowledgedTooEarly()).isEmpty();
    assertThat(trace.discardedTooEarly()).isEmpty();
    assertThat(trace.acknowledged()).isEqualTo(2);
    assertThat(trace.phases()).containsExactly(new Phase("one-by-one", 2, 4, 2), new Phase("end", 0, 0, 1));
  }

  @Test
  void a_store_that_leaves_the_sync_to_the_checkpoint_is_found() {
    assertThat(sqlite(lines(SQLITE_NORMAL)).acknowledgedTooEarly())
        .containsExactly("a-1 was acknowledged in line 4, and /inbox.db-wal was not synced after the write in line 3");
  }

  @Test
  void one_sync_that_is_missing_is_found() {
    assertThat(sqlite(without(SQLITE_FULL, 11)).acknowledgedTooEarly())
        .containsExactly("a-1 was acknowledged in line 12, and /inbox.db-wal was not synced after the write in line 10");
    assertThat(sqlite(without(SQLITE_FULL, 16)).acknowledgedTooEarly())
        .containsExactly("a-2 was acknowledged in line 17, and /inbox.db-wal was not synced after the write in line 15");
  }

  @Test
  void a_sync_that_failed_or_was_of_another_file_or_came_too_late_is_none() {
    List<String> none = List.of("13714 fsync(12</tmp/s/inbox.db-wal>) = -1 EIO (Input/output error)",
        "13714 fsync(11</tmp/s/inbox.db>) = 0",
        "13714 fdatasync(12</tmp/s/inbox.db-wal>) = ?",
        "13714 fsync(12</tmp/s/inbox.db-wal> <unfinished ...>");

    assertThat(none).allSatisfy(line -> assertThat(sqlite(replaced(SQLITE_FULL, 11, line)).acknowledgedTooEarly()).hasSize(1));
    assertThat(sqlite(swapped(SQLITE_FULL, 11, 12)).acknowledgedTooEarly()).hasSize(1);
    assertThat(sqlite(replaced(SQLITE_FULL, 11, "13714 fdatasync(12</tmp/s/inbox.db-wal>) = 0")).acknowledgedTooEarly()).isEmpty();
  }

  /** The page with the token is on disk, the rest of the commit is not. */
  @Test
  void a_sync_before_the_last_write_of_a_commit_is_none() {
    List<String> lines = lines(SQLITE_NORMAL);
    lines.addAll(3, List.of("13749 fsync(12</tmp/s/inbox.db-wal>) = 0",
        "13749 pwrite64(12</tmp/s/inbox.db-wal>, \"the commit\", 24, 12392) = 24"));

    assertThat(sqlite(lines).acknowledgedTooEarly())
        .containsExactly("a-1 was acknowledged in line 6, and /inbox.db-wal was not synced after the write in line 5");
  }

  @Test
  void an_answer_before_the_commit_is_found() {
    List<String> early = lines(SQLITE_FULL);
    early.add(8, early.remove(11));

    assertThat(sqlite(early).acknowledgedTooEarly())
        .containsExactly("a-1 was acknowledged in line 9, and nothing of it was written to /inbox.db-wal before");
  }

  @Test
  void what_cannot_be_told_by_a_token_must_have_been_written_and_synced_since_it_was_asked_for() {
    String blank = SQLITE_FULL.replace("requested a-2 token-2", "requested a-2");

    assertThat(sqlite(lines(blank)).acknowledgedTooEarly()).isEmpty();
    assertThat(sqlite(without(blank, 16)).acknowledgedTooEarly()).hasSize(1);
    List<String> silent = lines(blank);
    silent.subList(13, 16).clear();
    assertThat(sqlite(silent).acknowledgedTooEarly())
        .containsExactly("a-2 was acknowledged in line 14, and nothing of it was written to /inbox.db-wal before");
  }

  @Test
  void of_several_under_way_each_needs_a_sync_after_its_own_write() {
    assertThat(h2(lines(OVERLAPPING)).acknowledgedTooEarly()).isEmpty();
    assertThat(h2(without(OVERLAPPING, 11)).acknowledgedTooEarly()).containsExactly(
        "b-2 was acknowledged in line 12, and /inbox.mv.db was not synced after the write in line 9",
        "b-3 was acknowledged in line 13, and /inbox.mv.db was not synced after the write in line 9");
    assertThat(h2(swapped(OVERLAPPING, 8, 10)).acknowledgedTooEarly())
        .as("the sync goes on")
        .containsExactly("b-1 was acknowledged in line 8, and /inbox.mv.db was not synced after the write in line 3");
    String byAnother = OVERLAPPING.replace("6664  18:57:51.100006", "6665  18:57:51.100006")
        .replace("6664  18:57:51.100008", "6665  18:57:51.100008");
    assertThat(h2(swapped(byAnother, 5, 6)).acknowledgedTooEarly())
        .as("the sync began while the write went on")
        .containsExactly("b-1 was acknowledged in line 10, and /inbox.mv.db was not synced after the write in line 3");
  }

  @Test
  void a_log_that_is_discarded_before_the_database_is_on_disk_is_found() {
    assertThat(sqlite(without(SQLITE_FULL, 22)).discardedTooEarly()).containsExactly(
        "/inbox.db-wal was discarded in line 23, and /inbox.db was not synced after the write in line 20",
        "/inbox.db-wal was discarded in line 24, and /inbox.db was not synced after the write in line 20");
    String begunAnew = "13714 pwrite64(12</tmp/s/inbox.db-wal>, \"7\\177\\6\\202\", 32, 0) = 32";
    assertThat(sqlite(replaced(SQLITE_FULL, 22, begunAnew)).discardedTooEarly()).hasSize(3);
    String appended = "13714 pwrite64(12</tmp/s/inbox.db-wal>, \"f(1, 0) = 1, 0)\", 24, 16512) = 24";
    assertThat(sqlite(replaced(SQLITE_FULL, 22, appended)).discardedTooEarly()).hasSize(2);
  }

  @Test
  void only_the_writes_with_the_texts_and_their_syncs_decide() {
    List<Integer> needed = IntStream.rangeClosed(1, lines(SQLITE_FULL).size())
        .filter(line -> !sqlite(without(SQLITE_FULL, line)).acknowledgedTooEarly().isEmpty()).boxed().toList();

    assertThat(needed).containsExactly(10, 11, 15, 16);
  }
}
