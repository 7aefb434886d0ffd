package io.github.mentagateway.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.mentagateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir
  Path folder;

  @BeforeEach
  void makeHome() throws Exception {
    Files.createDirectories(folder.resolve("routes"));
  }

  @Test
  void the_first_start_makes_a_path_and_tokens_that_nobody_can_guess() throws Exception {
    Credentials made = Credentials.establish(settings());

    assertThat(made.intakePath()).matches("/menta/[0-9a-f]{48}");
    assertThat(made.headerValues()).singleElement().asString().matches("Bearer [0-9a-f]{48}");
    assertThat(made.basicPasswords()).singleElement().asString().matches("[0-9a-f]{48}");
    assertThat(made.managementToken()).matches("[0-9a-f]{48}");
    assertThat(List.of(made.intakePath().substring(7), made.headerValues().get(0).substring(7), made.basicPasswords().get(0),
        made.managementToken())).doesNotHaveDuplicates();
  }

  @Test
  void later_starts_and_commands_find_the_same() throws Exception {
    Credentials made = Credentials.establish(settings());

    assertThat(Credentials.establish(settings())).isEqualTo(made);
    assertThat(Credentials.read(settings())).isEqualTo(made);
  }

  @Test
  void two_folders_have_nothing_in_common(@TempDir Path other) throws Exception {
    Files.createDirectories(other.resolve("routes"));

    assertThat(Credentials.establish(settings()).managementToken())
        .isNotEqualTo(Credentials.establish(Settings.load(other, Map.of())).managementToken());
  }

  @Test
  void only_the_owner_may_read_them() throws Exception {
    Credentials.establish(settings());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data")))).isEqualTo("rwx------");
    try (var files = Files.list(folder.resolve("data"))) {
      assertThat(files).hasSize(4).allSatisfy(file ->
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
    }
  }

  @Test
  void before_the_first_start_a_command_says_what_is_missing() {
    assertThatIOException().isThrownBy(() -> Credentials.read(settings()))
        .withMessage(folder.resolve("data/intake-path") + " is not there: it is made by the first start of the gateway in this folder");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void what_is_configured_is_never_made() throws Exception {
    Map<String, String> environment = Map.of("GATEWAY_INTAKE_PATH", "/mine", "GATEWAY_INTAKE_AUTH_HEADER_VALUE", "Bearer mine",
        "GATEWAY_INTAKE_AUTH_HEADER_VALUE_NEXT", "Bearer next", "GATEWAY_INTAKE_AUTH_BASIC_PASSWORD", "my:password",
        "GATEWAY_MANAGEMENT_TOKEN", "my-own-token");

    Credentials read = Credentials.read(Settings.load(folder, environment));

    assertThat(read).isEqualTo(new Credentials("/mine", List.of("Bearer mine", "Bearer next"), List.of("my:password"), "my-own-token"));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void an_emptied_file_is_told_and_not_taken_for_an_empty_token() throws Exception {
    Credentials.establish(settings());
    Files.writeString(folder.resolve("data/intake-token"), "\n");

    assertThatIOException().isThrownBy(() -> Credentials.establish(settings()))
        .withMessage(folder.resolve("data/intake-token") + " is empty: delete it, and the next start makes a new one");
  }

  @Test
  void a_start_that_was_cut_off_half_way_leaves_nothing_in_the_way() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/intake-token.new"), "half of a tok");

    assertThat(Credentials.establish(settings()).headerValues()).singleElement().asString().matches("Bearer [0-9a-f]{48}");
    assertThat(folder.resolve("data/intake-token.new")).doesNotExist();
  }

  @Test
  void they_are_redacted_from_then_on_and_never_printed() throws Exception {
    Settings settings = settings();
    Credentials made = Credentials.establish(settings);

    String token = made.headerValues().get(0).substring("Bearer ".length());
    assertThat(made.toString()).isEqualTo("Credentials[not shown]");
    assertThat(settings.secrets().redact("got " + token + " and " + made.managementToken())).isEqualTo("got *** and ***");
  }

  private Settings settings() throws Exception {
    return Settings.load(folder, Map.of());
  }
}
