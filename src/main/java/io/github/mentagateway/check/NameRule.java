package io.github.mentagateway.check;

import io.github.mentagateway.destination.ParameterNames;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Whether what routes name is there: a field of the notification, a variable. At night such a name is a null, or a dead letter. */
final class NameRule implements Rule {
  /** Keys whose texts are in no expression language, or in another one. */
  private static final Set<String> NO_SIMPLE = Set.of("id", "description", "note", "beans", "constant", "csimple", "datasonnet", "exchangeProperty",
      "groovy", "header", "java", "joor", "jq", "js", "jsonpath", "language", "method", "mvel", "ognl", "python", "ref", "spel", "tokenize", "wasm",
      "xpath", "xquery", "xtokenize");
  /** Parameters that are one name, or else in Simple like any other text. */
  private static final Set<String> NAME_OR_SIMPLE = Set.of("to", "replyTo", "listUnsubscribe");
  private static final List<String> BUILDING_BLOCKS = List.of("DatabaseUpdate", "DatabaseQuery", "DatabaseCall", "RestCall", "RestBatch",
      "SoapCall", "SendMail", "FilePut", "FileLine", "QueueMessage");
  /** A text of JSON with braces in it that hold no name. */
  private static final Pattern LITERAL = Pattern.compile("(?<=\")[^\"{}]*(\\$?\\{[A-Za-z_][\\w.?]*\\[[^{}\"]*})");

  private final FieldNames names;

  NameRule(FieldNames names) {
    this.names = names;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    BUILDING_BLOCKS.forEach(block -> routes.kamelets().usesOf(block).forEach(use -> parameters(use, routes, seen, findings)));
    for (RouteYaml document : routes.documents()) {
      Node content = document.isKamelet() ? RouteYaml.at(document.root(), "spec", "template") : document.root();
      if (content != null) {
        look(content, document, routes, seen, findings);
      }
    }
  }

  private void look(Node node, RouteYaml document, RouteSet routes, Set<Node> seen, Consumer<Finding> findings) {
    if (!seen.add(node)) {
      return;
    }
    for (NodeTuple entry : RouteYaml.entries(node)) {
      String key = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      if (key.equals("variable")) {
        Node name = RouteYaml.at(entry.getValueNode(), "expression");
        variable(name == null ? entry.getValueNode() : name, document, findings);
      } else if (!NO_SIMPLE.contains(key)) {
        look(entry.getValueNode(), document, routes, seen, findings);
      }
    }
    RouteYaml.items(node).forEach(item -> look(item, document, routes, seen, findings));
    if (RouteYaml.text(node) != null) {
      if (RouteYaml.text(node).matches("(?s)[“„”].*[“”]|[‘‚’].*[‘’]")) {
        // the text itself is not shown: it may be a secret
        findings.accept(document.warning("typographic-quote", node, "the quotes " + RouteYaml.text(node).charAt(0) + "…"
            + RouteYaml.text(node).charAt(RouteYaml.text(node).length() - 1) + " around the text are a part of it, because YAML knows \" and ' only:"
            + " write these"));
      }
      simple(routes.placeholders().fill(RouteYaml.text(node)), document, node, findings);
    }
  }

  private void simple(String text, RouteYaml document, Node at, Consumer<Finding> findings) {
    for (FieldNames.Problem problem : names.inSimple(text, document, at)) {
      findings.accept(problem.isError()
          ? document.error(problem.rule(), at, problem.reference() + " " + problem.what())
          : document.warning(problem.rule(), at, problem.reference() + " is " + problem.what() + " It would be empty: correct the name, or "
              + problem.instead()));
    }
  }

  /** The name alone, as the language {@code variable} has it. */
  private void variable(Node at, RouteYaml document, Consumer<Finding> findings) {
    String name = RouteYaml.text(at);
    if (name != null && name.matches("[\\w.-]+")) {
      simple("${variable." + name + "}", document, at, findings);
    }
  }

  private void parameters(Kamelets.Use use, RouteSet routes, Set<Node> seen, Consumer<Finding> findings) {
    // what judges a call has what came out, or the answer, for its body
    Stream.of("success", "failure", "answers").map(use::value).filter(Objects::nonNull).forEach(seen::add);
    for (String parameter : List.of("sql", "call", "url", "json", "to", "replyTo", "listUnsubscribe", "attachments", "name",
        "csv")) {
      Node at = use.value(parameter);
      String written = at == null ? null : RouteYaml.text(at);
      if (written == null) {
        continue;
      }
      String text = routes.placeholders().fill(written).strip();
      if (NAME_OR_SIMPLE.contains(parameter) && !ParameterNames.isName(text)) {
        continue;
      }
      seen.add(at);
      boolean isSql = parameter.equals("sql") || parameter.equals("call");
      for (String name : ParameterNames.names(Stream.of(isSql ? DestinationRule.QUOTED.matcher(text).replaceAll("''") : text))) {
        String shown = isSql ? ":?" + name : "{" + name + "}";
        String what = text.contains(shown) && !(parameter.equals("name") && name.equals("date")) ? names.inParameter(name, use.document(), at) : null;
        if (text.contains("$" + shown)) {
          findings.accept(use.document().warning("bare-name", at, "'" + parameter + "' has $" + shown + ", whose $ would be sent too: a value is"
              + " written {" + name.replaceFirst("^(?:variable|body)\\.", "") + "} here"));
        } else if (what != null) {
          findings.accept(use.document().warning("unknown-field", at, "'" + parameter + "' names " + shown + ", which is " + what
              + " Each such delivery would be a dead letter: correct the name, or add a sample that has it"));
        }
      }
      if (parameter.equals("json")) {
        LITERAL.matcher(text).results().forEach(found -> findings.accept(use.document().warning("bare-name", at, "'json' has " + found.group(1)
            + ", which is sent as it stands: a value is written {name} here, such as {data.id} or {metadata.nominal.fullName}")));
      }
    }
  }
}
