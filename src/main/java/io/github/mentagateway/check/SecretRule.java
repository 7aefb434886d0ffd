package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds secrets that stand in a route. A route is read by many, and kept in version control. The message never holds the secret. */
final class SecretRule implements Rule {
  private static final Pattern SECRET_NAME = Pattern.compile(
      "(?i)(?:.*[._-])?(?:(?:auth|client|proxy)?[_-]?(?:password|passphrase|secret)|(?:x-)?api[_-]?key|secret[_-]?key|access[_-]?token"
          + "|(?:proxy-)?authorization)");
  private static final Pattern ENDPOINT = Pattern.compile("(?s)(?:[A-Za-z][A-Za-z0-9+.-]*:|\\{\\{).*");
  private static final Pattern QUERY = Pattern.compile("[?&]([A-Za-z][\\w.-]*)=([^&\\s]*)");
  /** What the steps that give a name a value call it. */
  private static final Map<String, String> NAMED = Map.of("setHeader", "header", "setVariable", "variable", "setProperty", "property");
  /** Looked for from its middle: a long word before it would be read once for each of its letters. */
  private static final Pattern USER_IN_URL = Pattern.compile("(?<=[A-Za-z0-9+.-])://[^/\\s:@{}?#$]+:[^/\\s@{}?#$]+@[\\w\\[]");
  private static final Pattern TOKEN = Pattern.compile("\\b(?:Bearer (?=\\S*\\d)[A-Za-z0-9._~+/-]{8,}=*|Basic (?=\\S*[\\d=])[A-Za-z0-9+]{8,}=*)");
  private static final String INSTEAD = ": write {secret:NAME} in the parameter authorization of rest-call, {{secret:NAME}} elsewhere, and set the"
      + " secret in the environment or in config/secrets";

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    for (RouteYaml document : routes.documents()) {
      new Search(document, findings, Collections.newSetFromMap(new IdentityHashMap<>())).look(document.root(), false);
    }
  }

  private record Search(RouteYaml document, Consumer<Finding> findings, Set<Node> visited) {

    /** @param areParameters whether the node's keys are names of parameters, which Camel's own keys, such as token, are not */
    void look(Node node, boolean areParameters) {
      if (!visited.add(node)) {
        return;
      }
      for (NodeTuple entry : RouteYaml.entries(node)) {
        String key = String.valueOf(RouteYaml.text(entry.getKeyNode()));
        String value = RouteYaml.text(entry.getValueNode());
        if (Kamelets.PROSE.contains(key)) {
          continue;
        }
        if (value != null && areParameters && SECRET_NAME.matcher(key).matches() && isLiteral(value)) {
          found(entry.getValueNode(), "the value of '" + key + "' stands in the route");
          visited.add(entry.getValueNode());
        }
        named(key, entry.getValueNode());
        look(entry.getValueNode(), key.equals("parameters") || key.equals("properties"));
      }
      RouteYaml.items(node).forEach(item -> look(item, false));
      text(node, RouteYaml.text(node));
    }

    private void named(String step, Node body) {
      switch (step) {
        case "setHeader", "setVariable", "setProperty" -> expression("the " + NAMED.get(step) + " ", body);
        case "setHeaders" -> RouteYaml.items(RouteYaml.at(body, "headers")).forEach(one -> expression("the header ", one));
        case "setVariables" -> RouteYaml.items(RouteYaml.at(body, "variables")).forEach(one -> expression("the variable ", one));
        case "templatedRoute" ->
          RouteYaml.items(RouteYaml.at(body, "parameters")).forEach(one -> value("", one, RouteYaml.at(one, "value")));
        default -> { }
      }
    }

    private void expression(String kind, Node named) {
      for (String language : List.of("constant", "simple")) {
        Node inExpression = RouteYaml.at(named, "expression", language);
        Node value = inExpression == null ? RouteYaml.at(named, language) : inExpression;
        value(kind, named, RouteYaml.at(value, "expression") == null ? value : RouteYaml.at(value, "expression"));
      }
    }

    private void value(String kind, Node named, Node value) {
      String name = String.valueOf(RouteYaml.text(RouteYaml.at(named, "name")));
      String text = value == null ? null : RouteYaml.text(value);
      if (text != null && SECRET_NAME.matcher(name).matches() && isLiteral(text)) {
        found(value, "the value of " + kind + "'" + name + "' stands in the route");
        visited.add(value);
      }
    }

    private void text(Node node, String text) {
      if (text == null) {
        return;
      }
      if (USER_IN_URL.matcher(text).find()) {
        found(node, "a URL has a password in it");
      } else if (TOKEN.matcher(text).find()) {
        found(node, "a token stands in the route");
      } else if (ENDPOINT.matcher(text).matches()) {
        QUERY.matcher(text).results().filter(option -> SECRET_NAME.matcher(option.group(1)).matches() && isLiteral(option.group(2))).findFirst()
            .ifPresent(option -> found(node, "the value of '" + option.group(1) + "' stands in the query of an endpoint"));
      }
    }

    private void found(Node at, String what) {
      findings.accept(document.error("secret-in-route", at, what + ", where many read it" + INSTEAD));
    }

    private static boolean isLiteral(String value) {
      return !value.isBlank() && !value.matches("(?i)true|false") && !value.contains("{") && !value.startsWith("#");
    }
  }
}
