package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.management.RunningManagement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditCommandTest {
  private static final String BROKEN = "{\"action\":\"ticket.updated\",\"type\":\"custom\",\"data\":{\"id\":\"4711\",\"newOwnerEmail\":\"ana@example.com\"";
  /** What the editor does: it notes which file it got, who may read that and open its folder, and what is in it; then it makes a backup and mends the text. */
  private static final String MEND = "mend() { echo \"$1\" > seen; stat -c %a \"$1\" \"${1%/*}\" >> seen; cat \"$1\" >> seen; cp \"$1\" \"$1~\";"
      + " printf '}}' >> \"$1\"; }; mend";

  @TempDir static Path home;
  private static RunningManagement management;

  @BeforeAll
  static void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", Map.of()).start();
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  @BeforeEach
  void one() {
    management.inbox.clear();
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "the JSON is cut off", BROKEN);
  }

  /** In an editor that is this command of the shell. */
  private static CommandRun edit(String editor, String typed, String... arguments) {
    Map<String, String> environment = new HashMap<>(Map.of("GATEWAY_MANAGEMENT_LISTEN", management.settings.management().listen().toString()));
    if (editor != null) {
      environment.put("EDITOR", editor.replace("seen", home.resolve("seen").toString()));
    }
    String[] all = new String[arguments.length + 3];
    System.arraycopy(new String[] {"quarantine", "edit", "q1"}, 0, all, 0, 3);
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.onTerminal(home, environment, typed, all);
  }

  private static Path keptIn(String err) {
    Matcher kept = Pattern.compile("the edited text was kept in (\\S+), readable by you only").matcher(err);
    assertThat(kept.find()).as(err).isTrue();
    return Path.of(kept.group(1));
  }

  @Test
  void a_body_is_mended_in_the_editor_and_replayed_after_a_question() throws Exception {
    CommandRun run = edit(MEND, "y\n", "--reason", "the proxy cut it off");

    assertThat(run).isEqualTo(new CommandRun(0, "replay of q1, edited, begun: id=new-q1  see: notifications show new-q1\n",
        "menta-gateway: replay q1 as ticket.updated about ticket:4711? [y/N] "));
    assertThat(management.inbox.lastRevision().payload().bytes()).asString().isEqualTo(BROKEN + "}}");
    String[] seen = Files.readString(home.resolve("seen")).split("\n");
    assertThat(Path.of(seen[0]).getParent()).doesNotExist();
    assertThat(seen).containsExactly(seen[0], "600", "700", BROKEN);
    assertThat(management.inbox.acts.lines()).hasSize(2).first().isEqualTo("gateway REVEAL q1 why=null DONE null");
    assertThat(management.inbox.acts.lines().get(1)).startsWith("gateway EDIT q1 why=the proxy cut it off DONE made new-q1; edited: ");
  }

  @Test
  void what_was_not_changed_is_not_replayed() throws Exception {
    assertThat(edit("touch", "")).isEqualTo(new CommandRun(1, "", "menta-gateway: nothing was changed, and nothing was done\n"));
    assertThat(edit("exit 3; ", "").err()).isEqualTo("menta-gateway: the editor 'exit 3; ' has ended with 3: nothing was done\n");
    assertThat(management.inbox.calls).noneMatch(call -> call.matches("(replay|try) .*"));
  }

  @Test
  void what_is_no_json_is_told_and_the_text_is_kept_for_its_author_alone() throws Exception {
    CommandRun run = edit("printf ', ]' >>", "");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("menta-gateway: the edited text is no JSON (line 1, column ").contains(": nothing was sent").doesNotContain("ana@");
    Path kept = keptIn(run.err());
    assertThat(Files.readString(kept)).isEqualTo(BROKEN + ", ]");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rw-------");
    Files.delete(kept);
    assertThat(management.inbox.calls).noneMatch(call -> call.matches("(replay|try) .*"));
  }

  @Test
  void work_in_another_charset_or_of_an_editor_that_fails_is_kept_too() throws Exception {
    CommandRun latin = edit("printf '\\361}}' >>", "");
    assertThat(latin.code()).isEqualTo(1);
    assertThat(latin.err()).contains("menta-gateway: the editor has written a text that is not in UTF-8: nothing was done");
    Path kept = keptIn(latin.err());
    assertThat(Files.readString(kept, StandardCharsets.ISO_8859_1)).isEqualTo(BROKEN + "ñ}}");
    Files.delete(kept);

    CommandRun failed = edit("fail() { printf '}}' >> \"$1\"; return 3; }; fail", "");
    assertThat(failed.err()).contains("has ended with 3: nothing was done");
    kept = keptIn(failed.err());
    assertThat(Files.readString(kept)).isEqualTo(BROKEN + "}}");
    Files.delete(kept);
    assertThat(management.inbox.calls).noneMatch(call -> call.matches("(replay|try) .*"));
  }

  @Test
  void what_the_gateway_refuses_is_told_before_anybody_is_asked_and_can_be_sent_with_force() throws Exception {
    management.inbox.refusal = "q1 is older than d7, which was delivered to mail for ticket:4711";

    CommandRun run = edit(MEND, "y\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("menta-gateway: q1 is older than d7, which was delivered to mail for ticket:4711\n").doesNotContain("[y/N]");

    Path kept = keptIn(run.err());
    assertThat(edit(null, "", "--file", kept.toString(), "--yes").code()).isEqualTo(1);
    assertThat(edit(null, "", "--file", kept.toString(), "--yes", "--force").out()).isEqualTo(
        "replay of q1, edited, begun: id=new-q1  see: notifications show new-q1\n");
    Files.delete(kept);
  }

  @Test
  void who_says_no_or_only_tries_has_done_nothing_and_keeps_the_text() throws Exception {
    CommandRun no = edit(MEND, "n\n");
    assertThat(no.code()).isEqualTo(1);
    assertThat(no.err()).contains("menta-gateway: nothing was done");
    Files.delete(keptIn(no.err()));
    CommandRun tried = edit(MEND, "", "--dry-run");
    assertThat(tried.out()).isEqualTo("would replay q1 as ticket.updated about ticket:4711\n");
    Files.delete(keptIn(tried.err()));
    assertThat(management.inbox.calls).noneMatch(call -> call.startsWith("replay"));
  }

  @Test
  void a_file_is_sent_without_an_editor_and_shows_nothing() throws Exception {
    Files.writeString(home.resolve("mended.json"), BROKEN + "}}");

    CommandRun run = edit(null, "", "--file", "mended.json", "--yes", "--json");

    assertThat(run).isEqualTo(new CommandRun(0, "{\"id\":\"new-q1\"}\n", ""));
    assertThat(management.inbox.acts.lines()).singleElement().asString().startsWith("gateway EDIT q1 ");
    assertThat(edit(null, "", "--file", "none.json").err()).contains("none.json cannot be read as a text in UTF-8");
  }

  @Test
  void without_an_editor_nothing_is_shown_and_without_anybody_to_ask_nothing_is_opened() {
    assertThat(edit(null, "").err()).contains("neither VISUAL nor EDITOR says which editor to open");
    CommandRun nobody = CommandRun.in(home, Map.of("GATEWAY_MANAGEMENT_LISTEN", management.settings.management().listen().toString(), "EDITOR", "false"),
        "quarantine", "edit", "q1");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("nobody can be asked here whether this is meant");
    assertThat(management.inbox.acts.lines()).isEmpty();
    assertThat(CommandRun.in(home, Map.of(), "deadletters", "edit", "d1").code()).isEqualTo(2);
  }
}
