package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edit of a mail's text does to the process. */
class MailTextsIT {
  private static final String TEXT = "routes/mail/owner-changed.txt";

  @TempDir
  Path home;

  @Test
  void a_text_counts_when_it_has_passed_the_check_and_the_cases_and_the_last_good_one_is_sent_until_then() throws Exception {
    GatewayProcess gateway = GatewayProcess.in(home);
    Folder.copy(Path.of("samples"), home.resolve("samples"));
    Folder.copy(Path.of("test-cases"), home.resolve("test-cases"));
    String good = Files.readString(home.resolve(TEXT));
    try (gateway) {
      gateway.start();

      gateway.file(TEXT, good.replace("${body.data[id]} is now", "${bdy.data[id]} is now"));
      await().until(() -> gateway.metric("menta_routes_refused") == 1);
      assertThat(gateway.management("/observe/health").body()).contains("the route files were refused, and what was good before runs",
          "owner-changed.txt:5:28: there is no function 'bdy.data[id]'");
      assertThat(mailOf(gateway, "1")).contains("Subject: Ticket 1 is yours").contains("ticket 1 is now in your name");
      assertThat(gateway.run("reload").output()).contains(TEXT + ":5:28: error: there is no function 'bdy.data[id]'; did you mean 'body'?")
          .endsWith("refused: what ran before goes on, and nothing has changed\n");

      gateway.file(TEXT, good.replace("is yours", "belongs to you"));
      await().until(() -> gateway.management("/observe/health").body().contains(": a case fails"));
      assertThat(mailOf(gateway, "2")).contains("Subject: Ticket 2 is yours");

      Files.delete(home.resolve(TEXT));
      await().until(() -> gateway.management("/observe/health").body().contains("the template 'owner-changed.txt' is not in"));
      assertThat(mailOf(gateway, "3")).contains("Subject: Ticket 3 is yours");

      for (String file : List.of(TEXT, "test-cases/ticket-updated.case.yaml", "test-cases/failures.case.yaml")) {
        String before = file.equals(TEXT) ? good : Files.readString(home.resolve(file));
        gateway.file(file, before.replace("is yours", "belongs to you"));
      }
      await().until(() -> gateway.metric("menta_routes_refused") == 0);
      assertThat(gateway.log()).contains("event=routes_swapped changed=" + TEXT + " swapped=" + TEXT + "\n");
      assertThat(mailOf(gateway, "4")).contains("Subject: Ticket 4 belongs to you");

      gateway.terminate();
      gateway.file(TEXT, "Subject: ${bdy}\n\nx\n").start();
      assertThat(gateway.log()).contains("NOT as they are on the disk: " + TEXT + " runs in its last good version");
      assertThat(mailOf(gateway, "5")).contains("Subject: Ticket 5 belongs to you");
    }
  }

  /** Has a ticket come, and waits for what is sent. */
  private String mailOf(GatewayProcess gateway, String ticket) throws Exception {
    int before = mails().size();
    assertThat(gateway.post(Samples.ticket(ticket, "ana@example.com")).statusCode()).isEqualTo(202);
    await().until(() -> mails().size() > before);
    gateway.awaitNothingWaiting();
    return Files.readString(mails().stream().max(Comparator.comparing(file -> file.toFile().lastModified())).orElseThrow());
  }

  private List<Path> mails() throws IOException {
    if (!Files.isDirectory(home.resolve("data/stand-ins/mail"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(home.resolve("data/stand-ins/mail"))) {
      return files.filter(file -> file.toString().endsWith(".eml")).toList();
    }
  }
}
