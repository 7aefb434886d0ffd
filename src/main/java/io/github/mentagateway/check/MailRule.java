package io.github.mentagateway.check;

import io.github.mentagateway.destination.MarkupTemplate;
import io.github.mentagateway.destination.ParameterNames;
import io.github.mentagateway.destination.SimpleText;
import io.github.mentagateway.destination.TemplateException;
import io.github.mentagateway.destination.mail.Attachment;
import io.github.mentagateway.destination.mail.MailAddress;
import io.github.mentagateway.destination.mail.MailTemplate;
import io.github.mentagateway.destination.mail.UnsubscribeUrl;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.routes.Severity;
import io.github.mentagateway.settings.NotUtf8Exception;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the templates that routes name. What is wrong in one is told at its place in the template. */
final class MailRule implements Rule {
  /** {@code {data.id}}, as parameters of kamelets have it; {@code {{name}}} of routes; {@code $body…} without the braces of Simple. */
  private static final Pattern BARE_NAME = Pattern.compile("(?<![$\\w}{])\\{([A-Za-z][\\w.]*)}(?!})"
      + "|\\{\\{[\\w.-]+}}|\\$\\(?(?:body|variable)\\b[^\\s)]*\\)?");

  private static final String FOLDER = "mail";

  private final SimpleLanguage simple;
  private final FieldNames names;

  MailRule(SimpleLanguage simple, FieldNames names) {
    this.simple = simple;
    this.names = names;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    routes.kamelets().usesOf("SendMail").forEach(use -> {
      given(use, "to", routes).ifPresent(to -> address(use, "to", to, findings));
      given(use, "replyTo", routes).ifPresent(to -> address(use, "replyTo", to, findings));
      given(use, "listUnsubscribe", routes).ifPresent(url -> unsubscribe(use, url, findings));
      given(use, "attachments", routes).ifPresent(list -> attachments(use, list, routes, findings));
      template(use, "template", MailTemplate::parts, routes, findings);
      template(use, "html", MarkupTemplate::expressions, routes, findings);
    });
  }

  /** The text of a parameter; empty when there is none, or when only a setting knows. */
  private static Optional<String> given(Kamelets.Use use, String parameter, RouteSet routes) {
    return Optional.ofNullable(use.value(parameter)).map(RouteYaml::text).map(text -> routes.placeholders().fill(text).strip())
        .filter(text -> !text.isEmpty() && !Placeholders.isUnknown(text));
  }

  private void address(Kamelets.Use use, String parameter, String text, Consumer<Finding> findings) {
    if (isLiteral(use, parameter, text, findings) && MailAddress.of(text).isEmpty()) {
      findings.accept(use.document().error("no-address", use.value(parameter), "'" + parameter + "' is '" + text
          + "', which is not exactly one address: write {name} of one field alone, or one address"
          + (parameter.equals("to") ? "; send to several from a route each" : "")));
    }
  }

  private void unsubscribe(Kamelets.Use use, String text, Consumer<Finding> findings) {
    Node at = use.value("listUnsubscribe");
    Matcher bare = BARE_NAME.matcher(text);
    if (!ParameterNames.isName(text) && bare.find()) {
      findings.accept(use.document().error("no-url", at, "'listUnsubscribe' has " + bare.group()
          + ", which no URL can hold: within a text a value is written in Simple, such as ${body.data[id]}"));
    } else if (isLiteral(use, "listUnsubscribe", text, findings) && UnsubscribeUrl.of(text).isEmpty()) {
      findings.accept(use.document().error("no-url", at, "'listUnsubscribe' is '" + text + "', which is not one URL: write"
          + " https://example.com/unsubscribe/${body.data[id]}, mailto:leave@example.com, or {name} of a field that holds one"));
    }
  }

  /** @return whether the text is what the mail will have: no name, and no expression */
  private boolean isLiteral(Kamelets.Use use, String parameter, String text, Consumer<Finding> findings) {
    if (ParameterNames.isName(text)) {
      return false;
    }
    simple.problem(text, false).ifPresent(problem -> findings.accept(use.document().error("bad-expression", use.value(parameter),
        "'" + parameter + "' cannot be read: " + problem + " Write {name} of a field, or an expression in Simple")));
    return !text.contains("${");
  }

  private static void attachments(Kamelets.Use use, String list, RouteSet routes, Consumer<Finding> findings) {
    Node at = use.value("attachments");
    Settings.Mail mail = routes.settings().mail();
    String folder = shown(routes.folder().resolve(FOLDER), routes);
    try {
      long size = 0;
      for (Attachment attachment : Attachment.list(list)) {
        if (attachment.source() == Attachment.Source.ROUTES) {
          Optional<RouteFile> file = routes.files().text(FOLDER, attachment.from());
          size += file.map(found -> found.content().length).orElse(0);
          if (file.isEmpty()) {
            findings.accept(use.document().error("missing-attachment", at, "the file '" + attachment + "' is not in " + folder
                + Names.known(attachment.from(), routes.files().textNames(FOLDER), "There are ")
                + ". Put it there, or write folder:" + attachment + " for one in the folder of gateway.mail.attachments"));
          }
        } else if (attachment.source() == Attachment.Source.FOLDER && mail.attachments().isEmpty()) {
          findings.accept(use.document().error("missing-attachment", at, "'" + attachment
              + "' needs gateway.mail.attachments, which names no folder: set it"));
        }
      }
      if (size > mail.maxAttachmentBytes()) {
        findings.accept(use.document().error("missing-attachment", at, "the files have " + size + " bytes together, and a mail may have "
            + mail.maxAttachmentBytes() + " (gateway.mail.max-attachment-bytes): make them smaller"));
      }
    } catch (IllegalArgumentException e) {
      findings.accept(use.document().error("bad-attachment", at, e.getMessage()));
    }
  }

  /** @param parts what of the template's text is in Simple */
  private void template(
      Kamelets.Use use, String parameter, Function<String, List<SimpleText>> parts, RouteSet routes, Consumer<Finding> findings) {
    Node at = use.value(parameter);
    String name = at == null || RouteYaml.text(at) == null ? "" : routes.placeholders().fill(RouteYaml.text(at)).strip();
    if (name.isEmpty() || Placeholders.isUnknown(name) || name.contains("${")) {
      return;
    }
    String folder = shown(routes.folder().resolve(FOLDER), routes);
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      findings.accept(use.document().error("missing-template", at, parameter + " is '" + name + "': it must be the name of a file in "
          + folder + ", without a path"));
      return;
    }
    Optional<RouteFile> file = routes.files().text(FOLDER, name);
    if (file.isPresent()) {
      read(use, parameter, at, file.get(), parts, routes, findings);
    } else {
      String elsewhere = Files.isRegularFile(routes.folder().resolve(name))
          ? "; it is in " + shown(routes.folder(), routes) + ": move it to " + folder
          : Names.known(name, routes.files().textNames(FOLDER), "There are ");
      findings.accept(use.document().error("missing-template", at, "the template '" + name + "' is not in " + folder + elsewhere));
    }
  }

  private void read(Kamelets.Use use, String parameter, Node at, RouteFile file, Function<String, List<SimpleText>> parts, RouteSet routes,
      Consumer<Finding> findings) {
    Template template = new Template(shown(file.path(), routes), "");
    try {
      template = new Template(template.file(), TextFile.decode(file.content()).replace("\r\n", "\n"));
      for (SimpleText part : parts.apply(template.text())) {
        Optional<SimpleLanguage.Problem> problem = simple.located(part.text(), false);
        if (problem.isPresent()) {
          findings.accept(template.finding(Severity.ERROR, "bad-template", part.at() + problem.get().at(), problem.get().sentence()));
        }
      }
      fields(template, use, at, findings);
      int unfinished = template.text().indexOf(MailTemplate.UNFINISHED);
      if (unfinished >= 0) {
        findings.accept(template.finding(Severity.ERROR, "unfinished-template", unfinished,
            "still says what 'new' wrote: write the mail, and take " + MailTemplate.UNFINISHED + " out"));
      }
      Matcher bare = BARE_NAME.matcher(template.text());
      if (parameter.equals("template") && bare.find()) {
        findings.accept(template.finding(Severity.WARNING, "bare-name", bare.start(), bare.group()
            + " stays as it is: in a mail's text a value is written in Simple, such as ${body.data[id]} or ${variable.notificationId}"));
      }
    } catch (NotUtf8Exception e) {
      findings.accept(new Finding(Severity.ERROR, "bad-template", template.file(), e.line(), 1, NotUtf8Exception.RULE));
    } catch (TemplateException e) {
      findings.accept(template.finding(Severity.ERROR, "bad-template", e.at(), "cannot be used as the text of a mail: " + e.getMessage()));
    }
  }

  private void fields(Template template, Kamelets.Use use, Node at, Consumer<Finding> findings) {
    for (FieldNames.Problem problem : names.inSimple(template.text(), use.document(), at)) {
      findings.accept(problem.isError()
          ? template.finding(Severity.ERROR, problem.rule(), problem.at(), problem.reference() + " " + problem.what())
          : template.finding(Severity.WARNING, problem.rule(), problem.at(), problem.reference() + " is " + problem.what()
              + " It would be empty in the mail: correct the name, or " + problem.instead()));
    }
  }

  /** @param file as findings name it */
  private record Template(String file, String text) {
    /** @param at where in the text, in characters */
    Finding finding(Severity severity, String rule, int at, String message) {
      String before = text.substring(0, at);
      return new Finding(severity, rule, file, 1 + (int) before.chars().filter(c -> c == '\n').count(), at - before.lastIndexOf('\n'), message);
    }
  }

  private static String shown(Path path, RouteSet routes) {
    return RouteFiles.shown(path.toAbsolutePath().normalize(), routes.settings().home().toAbsolutePath().normalize());
  }
}
