package io.github.mentagateway.settings;

import io.github.mentagateway.settings.Settings.Mail.Security;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code gateway.mail.*}. */
final class MailReader {
  private static final String GROUP = "gateway.mail";

  private final SettingValues values;
  private final Path home;

  MailReader(SettingValues values, Path home) {
    this.values = values;
    this.home = home;
  }

  Settings.Mail read() {
    Security security = values.parse("gateway.mail.security", text -> Security.valueOf(
        Parse.oneOf(text, "none", "starttls", "tls").toUpperCase(Locale.ROOT)));
    values.pair(GROUP, "client-certificate", "client-key");
    return new Settings.Mail(
        values.value("gateway.mail.host"),
        values.parse("gateway.mail.port", Parse::port),
        security,
        values.value("gateway.mail.user"),
        values.secret("gateway.mail.password"),
        tokens(security),
        values.value("gateway.mail.from"),
        values.file("gateway.mail.trust"),
        values.file("gateway.mail.client-certificate"),
        values.file("gateway.mail.client-key"),
        values.parse("gateway.mail.mails-per-connection", text -> (int) SettingRules.atMost(Parse.whole(text), 10_000)),
        values.optional("gateway.mail.attachments").map(home::resolve),
        values.parse("gateway.mail.max-attachment-bytes", text -> Math.toIntExact(SettingRules.atMost(Parse.size(text), 64L << 20))));
  }

  private Optional<ClientCredentials> tokens(Security security) {
    if (Stream.of(".token-url", ".client-id", ".client-secret", ".scope").noneMatch(name -> values.isSet(GROUP + name))) {
      return Optional.empty();
    }
    values.demand(GROUP, "user", "token-url", "the mailbox that mails are sent from, such as tickets@example.com");
    if (values.isSet("gateway.mail.password")) {
      values.problem("gateway.mail has a password and a token-url: the mail server is shown one of them, so leave one");
    }
    if (security == Security.NONE) {
      values.problem("gateway.mail.security is 'none', and gateway.mail.token-url is set: a token never goes in clear, so write starttls"
          + " (mostly port 587) or tls (mostly port 465)");
    }
    return Optional.of(new ClientCredentialsReader(values).read(GROUP));
  }
}
