package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.oauth.AccessTokens;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;

/** What all mails have in common: the mail server, the sender, and the texts of the version of the routes that runs. */
public final class Mails implements AutoCloseable {
  private static final String NAME = "mails";

  private final MailConnections connections;
  private final String from;
  private final AttachmentReader attachments;
  private volatile MailTemplates templates = new MailTemplates(RouteFiles.of(List.of(), Path.of("")));

  private Mails(Settings.Mail settings, MailConnector connector, AttachmentReader attachments) {
    connections = new MailConnections(connector, settings.mailsPerConnection());
    from = settings.from();
    this.attachments = attachments;
  }

  /**
   * @param tokens those of {@code settings.tokens()}; empty when the login is a password, or none
   * @throws IllegalArgumentException with the property's name when a certificate cannot be read
   */
  public static Mails open(Settings.Mail settings, Optional<AccessTokens> tokens) {
    MailConnector connector = new MailConnector(settings, tokens);
    connector.load();
    return new Mails(settings, connector, new AttachmentReader(settings));
  }

  /** For routes that are only tried out: no certificate and no folder of files is read. */
  public static Mails stubbed(Settings.Mail settings) {
    return new Mails(settings, new MailConnector(settings, Optional.empty()), AttachmentReader.stubbed(settings));
  }

  static Mails of(CamelContext context) {
    return context.getRegistry().lookupByNameAndType(NAME, Mails.class);
  }

  public void bindTo(BiConsumer<String, Object> registry) {
    registry.accept(NAME, this);
    registry.accept("mailSender", connections);
  }

  /** From now on mails are written from the texts among these files. */
  public void use(RouteFiles files) {
    templates = new MailTemplates(files);
  }

  /** Those of the version that runs now; a mail is written from one version only. */
  MailTemplates templates() {
    return templates;
  }

  /** The sender of a mail that names none. */
  String from() {
    return from;
  }

  AttachmentReader attachments() {
    return attachments;
  }

  @Override
  public void close() {
    connections.close();
  }
}
