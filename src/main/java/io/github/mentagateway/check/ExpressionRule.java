package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Compiles every expression, and tells the short form that newer Camels give up. */
final class ExpressionRule implements Rule {
  private static final Set<String> PREDICATES = Set.of("FilterDefinition", "WhenDefinition", "OnWhenDefinition", "ValidateDefinition");
  /** The languages that a library must bring. */
  private static final Set<String> OF_LIBRARIES = Set.of("datasonnet", "groovy", "joor", "jq", "js", "jsonpath", "mvel", "ognl", "python",
      "spel", "wasm", "xpath", "xquery");
  /** The parameters of a send to a channel that are expressions. */
  private static final Set<String> OF_SENDS = Set.of("entity", "key", "reason");

  private static final Pattern MAYBE_SECRET = Pattern.compile("(?<![\\w.{])(?=\\S*\\d)[A-Za-z0-9~+/_-]{8,}+(?!\\()");

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Map<String, String> OPERATORS = Map.of("and", "&&", "or", "||", "eq", "==", "ne", "!=", "lt", "<", "gt", ">", "=", "==", "<>",
      "!=", "===", "==");
  private static final Pattern OTHER_OPERATOR = Pattern.compile("\\s((?i)and|or|eq|ne|lt|gt|===|<>|=)\\s");
  private static final Pattern DEPRECATED = Pattern.compile("\\s(not (?:contains|regex|in|is|range)|(?:starts|ends) with)\\s");

  private final SchemaRule schema;
  private final SimpleLanguage simple;

  ExpressionRule(SchemaRule schema, SimpleLanguage simple) {
    this.schema = schema;
    this.simple = simple;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    for (SchemaRule.LanguageUse use : schema.languages()) {
      if (isMissing(use.language())) {
        missing(use.document(), use.key(), use.language(), findings);
      } else if (use.language().equals("simple")) {
        compile(use.document(), use.text(), PREDICATES.contains(use.owner()), routes, findings);
      }
      if (isTrimmed(use)) {
        findings.accept(use.document().warning("trimmed-text", use.text(), "the text ends in a line break, which Camel cuts off: write \"trim:"
            + " false\" beside \"expression:\" to keep it"));
      }
      if (use.language().equals("constant") && String.valueOf(RouteYaml.text(use.text())).matches("(?s).*\\$\\{(?:body|variable|header)\\b[^}]*}.*")) {
        findings.accept(use.document().warning("literal-expression", use.key(), "a 'constant' stays as it is written, its ${…} too: write"
            + " 'simple' in its place"));
      }
      if (use.compact()) {
        findings.accept(use.document().warning("compact-expression", use.key(), "'" + use.language() + "' stands in the short form, which"
            + " newer Camels give up: write \"expression:\", below it \"" + use.language() + ":\", and below that \"expression:\" with the text"));
      }
    }
    for (RouteSet.Route route : routes.routes()) {
      Node precondition = RouteYaml.at(route.body(), "precondition");
      if (precondition != null) {
        compile(route.document(), precondition, true, routes, findings);
      }
      route.steps().stream().filter(step -> step.kind().equals("log")).forEach(step -> log(route.document(), step.body(), routes, findings));
    }
    routes.endpoints().stream().filter(endpoint -> endpoint.scheme().equals("durable"))
        .flatMap(endpoint -> endpoint.options().stream().filter(option -> OF_SENDS.contains(option.name()))
            .map(option -> new Text(endpoint.document(), option.valuePlace(), option.value())))
        .forEach(text -> compile(text, false, findings));
    routes.endpoints().stream().filter(endpoint -> endpoint.kind().equals("toD")).forEach(endpoint -> uri(endpoint, routes, findings));
  }

  /** Whether a line break was written on purpose, and is lost. A block of text always ends in one. */
  private static boolean isTrimmed(SchemaRule.LanguageUse use) {
    return use.text() instanceof ScalarNode text && text.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED && text.getValue().endsWith("\n")
        && !"false".equals(RouteYaml.text(RouteYaml.at(use.body(), "trim")));
  }

  private void log(RouteYaml document, Node body, RouteSet routes, Consumer<Finding> findings) {
    Node message = RouteYaml.at(body, "message");
    Node language = RouteYaml.at(body, "logLanguage");
    String name = language == null ? "simple" : routes.placeholders().fill(String.valueOf(RouteYaml.text(language)));
    if (isMissing(name)) {
      missing(document, language, name, findings);
    } else if (name.equals("simple")) {
      compile(document, message == null ? body : message, false, routes, findings);
    }
  }

  private static boolean isMissing(String language) {
    return OF_LIBRARIES.contains(language) && ClassPath.service("language", language).isEmpty();
  }

  private static void missing(RouteYaml document, Node at, String language, Consumer<Finding> findings) {
    findings.accept(document.error("unknown-language", at, "the language '" + language + "' is not in the gateway: "
        + CamelJars.instead("language", language) + ", or write the expression in simple"));
  }

  /** All of it is one expression, unless it names languages itself. */
  private void uri(Endpoint endpoint, RouteSet routes, Consumer<Finding> findings) {
    if (!String.valueOf(RouteYaml.text(endpoint.at())).contains("language:")) {
      compile(endpoint.document(), endpoint.at(), false, routes, findings);
      endpoint.options().stream().filter(option -> option.valuePlace() != endpoint.at())
          .forEach(option -> compile(new Text(endpoint.document(), option.valuePlace(), option.value()), false, findings));
    }
  }

  /** Without what stands in it as it is and looks like a secret. */
  private static String shown(String text) {
    return Values.shown("", MAYBE_SECRET.matcher(text.strip().replaceAll("\\s+", " ")).replaceAll("***"));
  }

  /** What is written for an operator of another language; empty when there is none. */
  private static String operator(String text) {
    Matcher other = OTHER_OPERATOR.matcher(QUOTED.matcher(text).replaceAll("''"));
    return other.find() ? " For '" + other.group(1) + "' write '" + OPERATORS.get(other.group(1).toLowerCase(Locale.ROOT)) + "'." : "";
  }

  private record Text(RouteYaml document, Node at, String text) {}

  private void compile(RouteYaml document, Node at, boolean predicate, RouteSet routes, Consumer<Finding> findings) {
    if (RouteYaml.text(at) != null) {
      compile(new Text(document, at, routes.placeholders().fill(RouteYaml.text(at))), predicate, findings);
    }
  }

  private void compile(Text text, boolean predicate, Consumer<Finding> findings) {
    if (text.text() == null || Stream.of("resource:", "RAW").anyMatch(text.text()::startsWith) || Placeholders.isUnknown(text.text())) {
      return;
    }
    Matcher deprecated = DEPRECATED.matcher(QUOTED.matcher(text.text()).replaceAll("''"));
    if (predicate && deprecated.find()) {
      String operator = deprecated.group(1);
      findings.accept(text.document().warning("deprecated-operator", text.at(), "the operator '" + operator + "' is one that newer Camels give"
          + " up: write '" + operator.replace("not ", "!").replace(" with", "With") + "'"));
    }
    simple.problem(text.text(), predicate).ifPresent(problem -> findings.accept(text.document().error("bad-expression", text.at(),
        "the expression " + shown(RouteYaml.text(text.at())) + " cannot be read: " + problem + operator(text.text())
            + " It is in Camel's language Simple, where ${…} is a value and a condition is VALUE == 'text'")));
  }
}
