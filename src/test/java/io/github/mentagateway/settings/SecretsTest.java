package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @TempDir
  Path folder;
  private SettingsHome home;

  @BeforeEach
  void makeHome() {
    home = SettingsHome.in(folder);
  }

  @Test
  void a_secret_comes_from_an_environment_variable() throws Exception {
    home.properties("gateway.intake.auth.header-value=Bearer {{secret:MENTA_TOKEN}}");

    assertThat(home.load(Map.of("MENTA_TOKEN", "abc123")).intake().headerValues()).containsExactly("Bearer abc123");
  }

  @Test
  void a_name_with_dots_and_dashes_is_a_variable_in_capitals_with_underscores() {
    Secrets secrets = new Secrets(Map.of("MENTA_TOKEN_NEW", "abc123"), folder);

    assertThat(secrets.get("menta.token-new")).isEqualTo("abc123");
  }

  @Test
  void a_missing_secret_names_the_variable_that_can_be_set() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Secrets(Map.of(), folder).get("menta.token"))
        .withMessage("secret 'menta.token' is not there: set the environment variable MENTA_TOKEN or write it into the file "
            + folder.resolve("menta.token"));
  }

  @Test
  void a_secret_comes_from_a_file_without_the_line_end() throws Exception {
    home.file("config/secrets/mail-password", "s3cr3t$1\n").properties("gateway.mail.password={{secret: mail-password }}");

    assertThat(home.load().mail().password()).isEqualTo("s3cr3t$1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFFs3cr3t", "s3cr3t\r\n", "\uFEFFs3cr3t\r\n\r\n", "s3cr3t\n"})
  void a_byte_order_mark_and_line_ends_are_no_part_of_a_secret_in_a_file(String content) {
    home.file("secrets/TOKEN", content);

    assertThat(new Secrets(Map.of(), folder.resolve("secrets")).get("TOKEN")).isEqualTo("s3cr3t");
  }

  @Test
  void a_file_in_another_encoding_is_told_without_what_stands_in_it() throws Exception {
    home.properties("gateway.mail.password={{secret:MAIL}}");
    Files.createDirectories(folder.resolve("config/secrets"));
    Files.write(folder.resolve("config/secrets/MAIL"), "contraseña".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(home.problems()).containsExactly("gateway.mail.password: secret 'MAIL' cannot be read from "
        + folder.resolve("config/secrets/MAIL") + ": line 1 is not UTF-8, so the file was saved in another encoding,"
        + " such as ISO-8859-1 or UTF-16: save it as UTF-8");
  }

  @Test
  void a_secret_is_taken_literally_in_a_setting() throws Exception {
    String odd = "a{{secret:OTHER}}b{{c}}\\{{${d}#{e}RAW(f)%41+g$1";
    home.properties("gateway.mail.password={{secret:ODD}}", "gateway.database.shop.url=jdbc:h2:mem:shop",
        "gateway.database.shop.password={{secret:ODD}}", "gateway.intake.auth.header-value=Bearer {{secret:ODD}}");
    Settings settings = home.load(Map.of("ODD", odd, "OTHER", "other"));

    assertThat(settings.mail().password()).isEqualTo(odd);
    assertThat(settings.databases().get("shop").password()).isEqualTo(odd);
    assertThat(settings.intake().headerValues()).containsExactly("Bearer " + odd);
  }

  @Test
  void the_environment_wins_over_the_file() {
    home.file("secrets/TOKEN", "from the file");

    Secrets secrets = new Secrets(Map.of("TOKEN", "from the environment"), folder.resolve("secrets"));

    assertThat(secrets.get("TOKEN")).isEqualTo("from the environment");
  }

  @Test
  void a_missing_secret_names_both_places_that_were_looked_at() {
    home.properties("gateway.mail.password={{secret:MAIL}}");

    assertThat(home.problems()).containsExactly("gateway.mail.password: secret 'MAIL' is not there: set the environment variable MAIL"
        + " or write it into the file " + folder.resolve("config/secrets/MAIL"));
  }

  @Test
  void an_empty_secret_is_a_missing_one() {
    home.file("config/secrets/MAIL", "\n").properties("gateway.mail.password={{secret:MAIL}}");

    assertThat(home.problems()).hasSize(1);
  }

  @Test
  void a_secrets_name_cannot_leave_its_folder() {
    home.file("outside", "loot");
    Secrets secrets = new Secrets(Map.of(), folder.resolve("secrets"));

    for (String name : List.of("../outside", "..", "", "/etc/hostname", ".hidden")) {
      assertThatIllegalArgumentException().isThrownBy(() -> secrets.get(name))
          .withMessage("secret name '" + name + "' must be letters, digits, '_', '-' and '.'");
    }
  }

  @Test
  void what_was_handed_out_is_taken_out_of_any_text() throws Exception {
    home.properties("gateway.mail.password={{secret:MAIL}}", "gateway.intake.auth.header-value=Bearer plain-text");
    Secrets secrets = home.load(Map.of("MAIL", "hunter2hunter2")).secrets();

    assertThat(secrets.redact("login hunter2hunter2 failed for Bearer plain-text, twice: hunter2hunter2"))
        .isEqualTo("login *** failed for ***, twice: ***");
  }

  @Test
  void a_secret_that_begins_like_another_leaves_no_rest() {
    for (int i = 0; i < 20; i++) {
      Secrets secrets = new Secrets(Map.of(), folder);
      String shorter = "secret" + i;
      secrets.remember(shorter);
      secrets.remember(shorter + "-and-more");

      assertThat(secrets.redact("a " + shorter + "-and-more b " + shorter + " c")).isEqualTo("a *** b *** c");
    }
  }

  @Test
  void a_short_value_does_not_black_out_ordinary_words() {
    Secrets secrets = new Secrets(Map.of(), folder);
    secrets.remember("in");

    assertThat(secrets.redact("nothing in here")).isEqualTo("nothing in here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p\"a s/s\\w&ör d{1}", "p%22a%20s%2Fs%5Cw%26%C3%B6r%20d%7B1%7D", "p%22a+s%2fs%5cw%26%c3%b6r+d%7b1%7d",
      "p\\\"a s/s\\\\w&ör d{1}", "p\\\"a s\\/s\\\\w\\u0026\\u00F6r d{1}", "p%22a%20s/s%5Cw&%C3%B6r%20d%7B1%7D"})
  void a_secret_is_taken_out_in_urls_and_in_json_too(String form) {
    Secrets secrets = new Secrets(Map.of(), folder);
    secrets.remember("p\"a s/s\\w&ör d{1}");

    assertThat(secrets.redact("before " + form + " after")).isEqualTo("before *** after");
  }

  @Test
  void a_short_secret_is_taken_out_where_it_stands_alone() {
    Secrets secrets = new Secrets(Map.of(), folder);
    secrets.remember("x-42");
    secrets.remember("name");

    assertThat(secrets.redact("name=x-42, id=ax-429")).isEqualTo("name=***, id=ax-429");
  }

  @Test
  void of_a_header_with_a_scheme_the_token_alone_is_secret_too() throws Exception {
    home.properties("gateway.intake.auth.header-value=Bearer plain-text");

    assertThat(home.load().secrets().redact("got plain-text")).isEqualTo("got ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-slash-but-secret", "short"})
  void a_value_that_breaks_its_rule_is_told_as_it_was_written_without_the_secret(String value) {
    home.properties("gateway.intake.path={{secret:INTAKE_PATH}}");

    assertThat(home.problems(Map.of("INTAKE_PATH", value))).containsExactly("gateway.intake.path is '{{secret:INTAKE_PATH}}': it must"
        + " begin with / and hold only letters, digits, '-', '_', '.' and '~', with no empty part and none that begins with a dot");
  }

  @Test
  void a_setting_whose_secret_is_missing_has_that_one_problem() {
    home.properties("gateway.store.url={{secret:STORE_URL}}");

    assertThat(home.problems()).containsExactly("gateway.store.url: secret 'STORE_URL' is not there: set the environment variable"
        + " STORE_URL or write it into the file " + folder.resolve("config/secrets/STORE_URL"));
  }
}
