package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people on one machine, or one with two folders: nothing is configured but the ports that menta tech and an operator use. */
class TwoFirstRunsIT {
  @TempDir
  Path home;

  @Test
  void two_gateways_started_at_once_each_show_their_own_findings() throws Exception {
    try (GatewayProcess one = GatewayProcess.in(home.resolve("one")).withStandInsAsShipped();
        GatewayProcess other = GatewayProcess.in(home.resolve("other")).withStandInsAsShipped()) {
      one.launch();
      other.launch();
      one.awaitReady();
      other.awaitReady();
      await().until(() -> one.log().contains("Try next") && other.log().contains("Try next"));

      assertThat(one.post(ticket("00001", "one@example.com")).statusCode()).isEqualTo(202);
      assertThat(other.post(ticket("00417", "other@example.com")).statusCode()).isEqualTo(202);
      one.awaitNothingWaiting();
      other.awaitNothingWaiting();

      showsOnly(one, "one@example.com", "other@example.com");
      showsOnly(other, "other@example.com", "one@example.com");
    }
  }

  private static void showsOnly(GatewayProcess gateway, String its, String notIts) throws Exception {
    assertThat(gateway.standIn("/calls")).contains(its).doesNotContain(notIts);
    assertThat(gateway.standIn("/tickets")).contains(its).doesNotContain(notIts);
    assertThat(mails(gateway)).singleElement().asString().contains("To: " + its);
    assertThat(gateway.run("deadletters", "list", "--json").output()).contains("\"items\":[]");
  }

  private static List<String> mails(GatewayProcess gateway) throws IOException {
    try (Stream<Path> files = Files.list(gateway.home().resolve("data/stand-ins/mail"))) {
      return files.map(TwoFirstRunsIT::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String ticket(String id, String owner) {
    return "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + id + "\",\"newOwnerEmail\":\"" + owner + "\"}}";
  }
}
