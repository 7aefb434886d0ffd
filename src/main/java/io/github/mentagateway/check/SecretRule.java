package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds secrets that stand in a route. A route is read by many, and kept in version control. The message never holds the secret. */
final class SecretRule implements Rule {
  private static final Pattern SECRET_NAME = Pattern.compile(
      "(?i)(?:.*[._-])?(?:(?:auth|client|proxy)?-?(?:password|passphrase|secret)|(?:x-)?api-?key|secret-?key|access-?token|(?:proxy-)?authorization)");
  private static final Pattern USER_IN_URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/\\s:@{}?#$]+:[^/\\s@{}?#$]+@[\\w\\[]");
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
        } else if (key.equals("setHeader")) {
          header(entry.getValueNode());
        }
        look(entry.getValueNode(), key.equals("parameters") || key.equals("properties"));
      }
      RouteYaml.items(node).forEach(item -> look(item, false));
      text(node, RouteYaml.text(node));
    }

    private void header(Node step) {
      Node constant = RouteYaml.at(step, "expression", "constant");
      Node value = constant == null ? RouteYaml.at(step, "constant") : constant;
      Node text = RouteYaml.at(value, "expression") == null ? value : RouteYaml.at(value, "expression");
      String name = String.valueOf(RouteYaml.text(RouteYaml.at(step, "name")));
      if (text != null && RouteYaml.text(text) != null && SECRET_NAME.matcher(name).matches() && isLiteral(RouteYaml.text(text))) {
        found(text, "the value of the header '" + name + "' stands in the route");
        visited.add(text);
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
