package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailSettingsTest {
  private static final List<String> TOKENS = List.of("gateway.mail.security=starttls", "gateway.mail.user=robot@example.com",
      "gateway.mail.token-url=https://login.internal/token", "gateway.mail.client-id=id", "gateway.mail.client-secret={{secret:P}}");

  @TempDir
  Path folder;
  private SettingsHome home;

  @BeforeEach
  void makeHome() {
    home = SettingsHome.in(folder).file("a.pem", "");
  }

  @Test
  void without_settings_no_token_is_fetched() throws Exception {
    assertThat(home.load().mail().tokens()).isEmpty();
  }

  @Test
  void a_token_has_the_settings_of_an_api_s_and_keeps_the_name_of_its_secret() throws Exception {
    home.properties(with("gateway.mail.scope=https://outlook.office365.com/.default", "gateway.mail.token-auth=body"));

    assertThat(home.load(Map.of("P", "password")).mail().tokens()).contains(new ClientCredentials("gateway.mail",
        "https://login.internal/token", "id", "{{secret:P}}", "https://outlook.office365.com/.default", "", "", true));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "gateway.mail.security=none | gateway.mail.security is 'none', and gateway.mail.token-url is set: a token never goes in clear, so"
          + " write starttls (mostly port 587) or tls (mostly port 465)",
      "gateway.mail.user= | gateway.mail.user is missing: with token-url it must be set, the mailbox that mails are sent from, such as"
          + " tickets@example.com",
      "gateway.mail.password=p | gateway.mail has a password and a token-url: the mail server is shown one of them, so leave one",
      "gateway.mail.client-secret= | gateway.mail.client-secret is missing: with token-url it must be set, such as {{secret:NAME}}",
      "gateway.mail.token-url=login | gateway.mail.token-url is 'login': it must be https://HOST/PATH, without a login and without '#'",
      "gateway.mail.token-auth=digest | gateway.mail.token-auth is 'digest': it must be one of: basic, body",
      "gateway.mail.client-key=a.pem | gateway.mail.client-certificate and gateway.mail.client-key belong together: set both, or none"})
  void what_cannot_hold_is_told(String setting, String problem) {
    home.properties(with(setting));

    assertThat(home.problems(Map.of("P", "password"))).containsExactly(problem);
  }

  private static String[] with(String... settings) {
    List<String> all = new ArrayList<>(TOKENS);
    all.addAll(List.of(settings));
    return all.toArray(String[]::new);
  }
}
