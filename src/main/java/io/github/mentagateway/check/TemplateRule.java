package io.github.mentagateway.check;

import io.github.mentagateway.destination.BodyTemplate;
import io.github.mentagateway.destination.BodyTemplates;
import io.github.mentagateway.destination.Escaping;
import io.github.mentagateway.destination.ParameterNames;
import io.github.mentagateway.destination.TemplateException;
import io.github.mentagateway.destination.rest.RestCall;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.routes.Severity;
import io.github.mentagateway.settings.NotUtf8Exception;
import io.github.mentagateway.settings.TextFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the templates of bodies that calls name. What is wrong in one is told at its place in the template. */
final class TemplateRule implements Rule {
  /** An expression of Simple, as the texts of mails have it, and a placeholder of routes. */
  private static final Pattern OTHER_NAME = Pattern.compile("\\$\\{[^{}]*}|\\{\\{[\\w.-]+}}");

  private final FieldNames names;

  TemplateRule(FieldNames names) {
    this.names = names;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    routes.kamelets().usesOf("SoapCall").forEach(use -> {
      template(use, "template", Escaping.XML_CONTENT, routes, findings);
      template(use, "headerTemplate", Escaping.XML_CONTENT, routes, findings);
    });
    routes.kamelets().usesOf("RestCall").forEach(use -> rest(use, routes, findings));
  }

  private void rest(Kamelets.Use use, RouteSet routes, Consumer<Finding> findings) {
    String template = text(use, "template", routes);
    String type = text(use, "contentType", routes);
    if (Placeholders.isUnknown(type) || Placeholders.isUnknown(template) || template.isEmpty() && (type.isEmpty() || Escaping.isJson(type))) {
      return;
    }
    try {
      Escaping escaping = RestCall.escaping(type, template, !text(use, "json", routes).isBlank());
      if (text(use, "method", routes).matches("GET|DELETE")) {
        throw new IllegalArgumentException("the call has a template, and GET and DELETE send no body: remove it, or take another method");
      }
      template(use, "template", escaping, routes, findings);
    } catch (IllegalArgumentException e) {
      findings.accept(use.document().error("bad-content-type", use.value(template.isEmpty() || !type.isEmpty() ? "contentType" : "template"),
          e.getMessage()));
    }
  }

  private void template(Kamelets.Use use, String parameter, Escaping escaping, RouteSet routes, Consumer<Finding> findings) {
    Node at = use.value(parameter);
    String name = text(use, parameter, routes);
    if (name.isEmpty() || Placeholders.isUnknown(name)) {
      return;
    }
    String folder = shown(routes.folder().resolve(BodyTemplates.FOLDER), routes);
    Optional<RouteFile> file = routes.files().text(BodyTemplates.FOLDER, name);
    if (name.contains("/") || name.contains("\\")) {
      findings.accept(use.document().error("missing-template", at, parameter + " is '" + name + "': it must be the name of a file in " + folder
          + ", without a path"));
    } else if (file.isEmpty()) {
      findings.accept(use.document().error("missing-template", at, "the template '" + name + "' is not in " + folder
          + Names.known(name, routes.files().textNames(BodyTemplates.FOLDER), "There are ")));
    } else {
      new Reading(shown(file.get().path(), routes), use, at, findings).read(file.get(), escaping);
    }
  }

  private static String text(Kamelets.Use use, String name, RouteSet routes) {
    String text = use.value(name) == null ? null : RouteYaml.text(use.value(name));
    return text == null ? "" : routes.placeholders().fill(text).strip();
  }

  private static String shown(Path path, RouteSet routes) {
    return RouteFiles.shown(path.toAbsolutePath().normalize(), routes.settings().home().toAbsolutePath().normalize());
  }

  private final class Reading {
    private final String file;
    private final Kamelets.Use use;
    private final Node at;
    private final Consumer<Finding> findings;
    private String text = "";

    Reading(String file, Kamelets.Use use, Node at, Consumer<Finding> findings) {
      this.file = file;
      this.use = use;
      this.at = at;
      this.findings = findings;
    }

    void read(RouteFile template, Escaping escaping) {
      try {
        text = TextFile.decode(template.content());
        new BodyTemplate(text, escaping);
        names();
      } catch (NotUtf8Exception e) {
        findings.accept(new Finding(Severity.ERROR, "bad-template", file, e.line(), 1, NotUtf8Exception.RULE));
      } catch (TemplateException e) {
        found(Severity.ERROR, "bad-template", e.at(), "cannot be used as a template: " + e.getMessage());
      }
      int unfinished = text.indexOf(BodyTemplate.UNFINISHED);
      if (unfinished >= 0) {
        found(Severity.ERROR, "unfinished-template", unfinished, "still says what 'new' wrote: write what the system expects, and take "
            + BodyTemplate.UNFINISHED + " out");
      }
    }

    private void names() {
      Matcher other = OTHER_NAME.matcher(text);
      while (other.find()) {
        found(Severity.ERROR, "bare-name", other.start(), other.group() + " is of another language: in a template of a body a value is written"
            + " {name}, such as {data.id} or {deliveryId}; what must be computed goes into a variable first");
      }
      for (String name : ParameterNames.names(Stream.of(text))) {
        String wrong = text.contains("$" + "{" + name + "}") ? null : names.inParameter(name, use.document(), at);
        if (wrong != null && text.contains("{" + name + "}")) {
          found(Severity.WARNING, "unknown-field", text.indexOf("{" + name + "}"), "{" + name + "} is " + wrong
              + " Each such delivery would be a dead letter: correct the name, or add a sample that has it");
        }
      }
    }

    private void found(Severity severity, String rule, int position, String message) {
      String before = text.substring(0, position);
      findings.accept(new Finding(severity, rule, file, 1 + (int) before.chars().filter(c -> c == '\n').count(),
          position - before.lastIndexOf('\n'), message));
    }
  }
}
