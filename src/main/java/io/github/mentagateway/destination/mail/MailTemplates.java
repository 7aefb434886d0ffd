package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.MarkupTemplate;
import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.TextFile;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/** The mail templates, and files to attach, in {@code routes/mail} of one version of the routes. Each template is parsed once. */
public final class MailTemplates {
  private static final String FOLDER = "mail";

  private final RouteFiles files;
  private final Map<String, MailTemplate> texts = new ConcurrentHashMap<>();
  private final Map<String, MarkupTemplate> htmls = new ConcurrentHashMap<>();

  public MailTemplates(RouteFiles files) {
    this.files = files;
  }

  /** @throws IllegalArgumentException when the file is not there or is no template; the message names it */
  MailTemplate text(String name, CamelContext context) {
    return texts.computeIfAbsent(name, file -> parsed("template", file, content -> new MailTemplate(content, context)));
  }

  /** @throws IllegalArgumentException as {@link #text} */
  MarkupTemplate html(String name, CamelContext context) {
    return htmls.computeIfAbsent(name, file -> parsed("html", file, content -> new MarkupTemplate(content, context)));
  }

  /**
   * The content of a file that is attached as it is.
   *
   * @throws IllegalArgumentException when it is not there; the message names it
   */
  byte[] file(String name) {
    return found("attachments", name).content();
  }

  private <T> T parsed(String parameter, String name, Function<String, T> parser) {
    RouteFile file = found(parameter, name);
    try {
      return parser.apply(TextFile.decode(file.content()));
    } catch (IOException e) {
      throw new IllegalArgumentException("the mail template " + file.path() + " cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("the mail template " + file.path() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private RouteFile found(String parameter, String name) {
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(parameter + " is '" + name + "': it must be the name of a file in routes/" + FOLDER
          + ", without a path");
    }
    return files.text(FOLDER, name).orElseThrow(() ->
        new IllegalArgumentException(parameter + " '" + name + "' is not in routes/" + FOLDER + "; there are: " + names()));
  }

  private String names() {
    Set<String> names = files.textNames(FOLDER);
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
