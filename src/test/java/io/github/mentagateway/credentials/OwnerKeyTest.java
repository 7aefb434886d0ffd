package io.github.mentagateway.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the digests of owners' addresses are keyed with. */
class OwnerKeyTest {
  private static final String GIVEN = "0123456789abcdef0123456789abcdef";

  @TempDir
  Path folder;

  @BeforeEach
  void makeHome() throws Exception {
    Files.createDirectories(folder.resolve("routes"));
  }

  private Settings settings(String... environment) throws Exception {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    return Settings.load(folder, variables);
  }

  @Test
  void the_first_start_makes_32_random_bytes_that_only_the_owner_of_the_file_may_read() throws Exception {
    Settings settings = settings();
    byte[] made = OwnerKey.establish(settings);

    Path file = folder.resolve("data/owners.key");
    String content = Files.readString(file).strip();
    assertThat(Base64.getDecoder().decode(content)).hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(settings.secrets().redact("key=" + content)).isEqualTo("key=***");
    assertThat(OwnerKey.establish(settings())).as("at the next start").isEqualTo(made);
  }

  @Test
  void two_folders_have_different_ones(@TempDir Path other) throws Exception {
    Files.createDirectories(other.resolve("routes"));

    assertThat(OwnerKey.establish(settings())).isNotEqualTo(OwnerKey.establish(Settings.load(other, Map.of())));
  }

  @Test
  void the_one_that_is_given_is_used_and_none_is_made() throws Exception {
    assertThat(OwnerKey.establish(settings("GATEWAY_DUPLICATES_OWNER_KEY", GIVEN))).isEqualTo(GIVEN.getBytes(StandardCharsets.UTF_8));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void what_one_instance_made_can_be_given_to_all(@TempDir Path other) throws Exception {
    Files.createDirectories(other.resolve("routes"));
    byte[] made = OwnerKey.establish(settings());

    assertThat(OwnerKey.establish(Settings.load(other,
        Map.of("GATEWAY_DUPLICATES_OWNER_KEY", Files.readString(folder.resolve("data/owners.key")))))).isEqualTo(made);
  }

  @Test
  void an_empty_file_says_what_to_do() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/owners.key"), "\n");

    assertThatIOException().isThrownBy(() -> OwnerKey.establish(settings()))
        .withMessage(folder.resolve("data/owners.key") + " is empty: delete it, and the next start makes a new one");
  }

  @Test
  void on_a_store_that_several_instances_share_a_key_of_its_own_is_warned_of() throws Exception {
    String url = "jdbc:postgresql://db/menta";

    try (CapturedLog log = CapturedLog.of(OwnerKey.class.getName())) {
      OwnerKey.establish(settings());
      OwnerKey.establish(settings("GATEWAY_STORE_URL", url, "GATEWAY_DUPLICATES_OWNER_KEY", GIVEN));
      assertThat(log.lines()).isEmpty();

      OwnerKey.establish(settings("GATEWAY_STORE_URL", url));
      assertThat(log.lines()).singleElement().asString().startsWith("WARN event=owner_key_of_its_own ")
          .contains("gateway.duplicates.owner-key", "data/owners.key");
    }
  }
}
