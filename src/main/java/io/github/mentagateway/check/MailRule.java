package io.github.mentagateway.check;

import io.github.mentagateway.destination.ParameterRules;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.settings.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the templates that routes name. */
final class MailRule implements Rule {
  /** {@code {data.id}}, as parameters of kamelets have it; {@code {{name}}} of routes; {@code $body…} without the braces of Simple. */
  private static final Pattern BARE_NAME = Pattern.compile("(?<![$\\w}{])\\{([A-Za-z][\\w.]*)}(?!})|\\{\\{[\\w.-]+}}|\\$\\(?(?:body|variable)\\b[^\\s)]*\\)?");

  private final SimpleLanguage simple;
  private final FieldNames names;

  MailRule(SimpleLanguage simple, FieldNames names) {
    this.simple = simple;
    this.names = names;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    routes.kamelets().usesOf("SendMail").forEach(use -> {
      Node to = use.value("to");
      if (to != null && RouteYaml.text(to) != null) {
        String text = routes.placeholders().fill(RouteYaml.text(to)).strip();
        if (!Placeholders.isUnknown(text) && !ParameterRules.isName(text)) {
          simple.problem(text, false).ifPresent(problem -> findings.accept(use.document().error("bad-expression", to,
              "'to' cannot be read: " + problem + " Write {name} of a field, or an expression in Simple")));
          if (!text.contains("${") && !ParameterRules.isAddress(text)) {
            findings.accept(use.document().error("no-address", to, "'to' is '" + text + "', which is not exactly one address: write {name} of one"
                + " field alone, or one address; send to several from a route each"));
          }
        }
      }
      template(use, "template", ParameterRules::mailParts, routes, findings);
      template(use, "html", ParameterRules::htmlExpressions, routes, findings);
    });
  }

  /** @param parts what of the template's text is in Simple */
  private void template(
      Kamelets.Use use, String parameter, Function<String, List<String>> parts, RouteSet routes, Consumer<Finding> findings) {
    Node at = use.value(parameter);
    String name = at == null || RouteYaml.text(at) == null ? "" : routes.placeholders().fill(RouteYaml.text(at)).strip();
    if (name.isEmpty() || Placeholders.isUnknown(name) || name.contains("${")) {
      return;
    }
    Path folder = routes.folder().resolve("mail");
    Path file = folder.resolve(name);
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      findings.accept(use.document().error("missing-template", at, parameter + " is '" + name + "': it must be the name of a file in "
          + shown(folder, routes) + ", without a path"));
    } else if (!Files.isRegularFile(file)) {
      Set<String> there = names(folder);
      String elsewhere = Files.isRegularFile(routes.folder().resolve(name))
          ? "; it is in " + shown(routes.folder(), routes) + ": move it to " + shown(folder, routes) : Names.known(name, there, "There are ");
      findings.accept(use.document().error("missing-template", at, "the template '" + name + "' is not in " + shown(folder, routes) + elsewhere));
    } else {
      read(use, parameter, at, file, parts, routes, findings);
    }
  }

  private void read(
      Kamelets.Use use, String parameter, Node at, Path file, Function<String, List<String>> parts, RouteSet routes,
      Consumer<Finding> findings) {
    try {
      String text = TextFile.read(file);
      for (String part : parts.apply(text)) {
        simple.problem(part, false).ifPresent(problem -> findings.accept(use.document().error("bad-template", at,
            "the template " + shown(file, routes) + " cannot be used: " + problem)));
      }
      fields(use, at, file, text, routes, findings);
      Matcher bare = BARE_NAME.matcher(text);
      if (parameter.equals("template") && bare.find()) {
        findings.accept(use.document().warning("bare-name", at, "the template " + shown(file, routes) + " has " + bare.group()
            + ", which stays as it is: in a mail's text a value is written in Simple, such as ${body.data[id]} or ${variable.notificationId}"));
      }
    } catch (IOException | IllegalArgumentException e) {
      findings.accept(use.document().error("bad-template", at, "the template " + shown(file, routes) + " cannot be used: " + e.getMessage()));
    }
  }

  private void fields(Kamelets.Use use, Node at, Path file, String text, RouteSet routes, Consumer<Finding> findings) {
    for (FieldNames.Problem problem : names.inSimple(text, use.document(), at)) {
      findings.accept(problem.isError()
          ? use.document().error(problem.rule(), at, "the template " + shown(file, routes) + " cannot be used: " + problem.reference() + " "
              + problem.what())
          : use.document().warning(problem.rule(), at, "the template " + shown(file, routes) + " names " + problem.reference() + ", "
              + problem.what() + " It would be empty in the mail: correct the name, or " + problem.instead()));
    }
  }

  private static Set<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static String shown(Path path, RouteSet routes) {
    Path home = routes.settings().home().toAbsolutePath().normalize();
    Path file = path.toAbsolutePath().normalize();
    return (file.startsWith(home) ? home.relativize(file) : file).toString();
  }
}
