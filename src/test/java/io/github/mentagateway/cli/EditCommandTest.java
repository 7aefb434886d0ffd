package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Letters.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EditCommandTest {
  private static final String BROKEN = "{\"action\":\"ticket.updated\",\"type\":\"custom\",\"data\":{\"id\":\"4711\",\"newOwnerEmail\":\"ana@example.com\"";
  /** What the editor does: it notes which file it got, who may read that, and what is in it; then it mends the text, and leaves a backup. */
  private static final String MEND = "mend() { echo \"$1\" > seen; stat -c %a \"$1\" \"${1%/*}\" | tr '\\n' ' ' >> seen; echo >> seen; cp \"$1\" \"$1~\"; cat \"$1\" >> seen; printf '}}' >> \"$1\"; }; mend";

  @RegisterExtension static final GatewayOfCommands GATEWAY = new GatewayOfCommands();

  @BeforeEach
  void one() {
    GATEWAY.inbox().clear();
    GATEWAY.inbox().add(Kind.QUARANTINE, "q1", "notifications", null, "the JSON is cut off", BROKEN);
  }

  /** In an editor that is this command of the shell. */
  private static CommandRun edit(String editor, String typed, String... arguments) {
    Map<String, String> environment = editor == null ? Map.of()
        : Map.of("EDITOR", editor.replace("seen", GATEWAY.home().resolve("seen").toString()));
    String[] all = new String[arguments.length + 3];
    System.arraycopy(new String[] {"quarantine", "edit", "q1"}, 0, all, 0, 3);
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return GATEWAY.onTerminal(environment, typed, all);
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
    assertThat(GATEWAY.inbox().lastRevision().payload().bytes()).asString().isEqualTo(BROKEN + "}}");
    String[] seen = Files.readString(GATEWAY.home().resolve("seen")).split("\n");
    assertThat(Path.of(seen[0]).getParent()).doesNotExist();
    assertThat(seen[1]).isEqualTo("600 700 ");
    assertThat(seen[2]).isEqualTo(BROKEN);
    assertThat(GATEWAY.inbox().acts.lines()).hasSize(2).first().isEqualTo("gateway REVEAL q1 why=null DONE null");
    assertThat(GATEWAY.inbox().acts.lines().get(1)).startsWith("gateway EDIT q1 why=the proxy cut it off DONE made new-q1; edited: ");
  }

  @Test
  void what_was_not_changed_is_not_replayed() throws Exception {
    assertThat(edit("touch", "")).isEqualTo(new CommandRun(1, "", "menta-gateway: nothing was changed, and nothing was done\n"));
    assertThat(edit("exit 3; ", "").err()).isEqualTo("menta-gateway: the editor 'exit 3; ' has ended with 3: nothing was done\n");
    assertThat(GATEWAY.inbox().calls).noneMatch(call -> call.matches("(replay|try) .*"));
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
    assertThat(GATEWAY.inbox().calls).noneMatch(call -> call.matches("(replay|try) .*"));
  }

  @Test
  void a_text_in_another_charset_and_one_of_an_editor_that_fails_are_kept_as_they_are() throws Exception {
    CommandRun latin = edit("latin() { printf '\\361' >> \"$1\"; }; latin", "");
    assertThat(latin.code()).isEqualTo(1);
    assertThat(latin.err()).contains("the editor has written a text that is not in UTF-8: nothing was done");
    Path kept = keptIn(latin.err());
    assertThat(Files.readAllBytes(kept)).endsWith(0xf1).hasSize(BROKEN.length() + 1);
    Files.delete(kept);

    CommandRun failed = edit("fails() { printf '}}' >> \"$1\"; return 3; }; fails", "");
    assertThat(failed.err()).contains("has ended with 3: nothing was done");
    assertThat(keptIn(failed.err())).hasContent(BROKEN + "}}");
    Files.delete(keptIn(failed.err()));
    assertThat(edit("rm", "").err()).isEqualTo("menta-gateway: the editor has removed the file: nothing was done\n");
    assertThat(GATEWAY.inbox().calls).noneMatch(call -> call.matches("(replay|try) .*"));
  }

  @Test
  void what_the_gateway_refuses_is_told_before_anybody_is_asked_and_can_be_sent_with_force() throws Exception {
    GATEWAY.inbox().refusal = "q1 is older than d7, which was delivered to mail for ticket:4711";

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
    assertThat(GATEWAY.inbox().calls).noneMatch(call -> call.startsWith("replay"));
  }

  @Test
  void a_file_is_sent_without_an_editor_and_shows_nothing() throws Exception {
    Files.writeString(GATEWAY.home().resolve("mended.json"), BROKEN + "}}");

    CommandRun run = edit(null, "", "--file", "mended.json", "--yes", "--json");

    assertThat(run).isEqualTo(new CommandRun(0, "{\"id\":\"new-q1\"}\n", ""));
    assertThat(GATEWAY.inbox().acts.lines()).singleElement().asString().startsWith("gateway EDIT q1 ");
    assertThat(edit(null, "", "--file", "none.json").err()).contains("none.json cannot be read as a text in UTF-8");
  }

  @Test
  void what_a_body_is_about_cannot_move_the_cursor() throws Exception {
    Files.writeString(GATEWAY.home().resolve("hostile.json"), BROKEN.replace("4711", "4711\\u009b2J") + "}}");
    assertThat(edit(null, "", "--file", "hostile.json", "--dry-run", "--json").out()).contains("4711\\u009b2J").doesNotContain("\u009b");
    assertThat(edit(null, "", "--file", "hostile.json", "--dry-run").out()).doesNotContain("\u009b");
  }

  @Test
  void without_an_editor_nothing_is_shown_and_without_anybody_to_ask_nothing_is_opened() {
    assertThat(edit(null, "").err()).contains("neither VISUAL nor EDITOR says which editor to open");
    CommandRun nobody = GATEWAY.run(Map.of("EDITOR", "false"),
        "quarantine", "edit", "q1");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("nobody can be asked here whether this is meant");
    assertThat(GATEWAY.inbox().acts.lines()).isEmpty();
    assertThat(CommandRun.in(GATEWAY.home(), Map.of(), "deadletters", "edit", "d1").code()).isEqualTo(2);
  }
}
