package io.github.mentagateway.check;

import io.github.mentagateway.destination.database.SqlRules;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Holds the calls of procedures against their form, and what judges them against what comes out. */
final class CallRule implements Rule {
  private static final Pattern OUT = Pattern.compile("\\$\\{body\\??\\[\\s*['\"]?(\\w+)['\"]?\\s*]");

  private final SimpleLanguage simple;

  CallRule(SimpleLanguage simple) {
    this.simple = simple;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    routes.kamelets().usesOf("DatabaseCall").forEach(use -> {
      DestinationRule.statement("bad-call", use, "call", routes, findings, call -> {
        List<String> outs = SqlRules.checkCall(call, DestinationRule.databaseUrl(use, routes));
        judge(use, "success", outs, routes, findings);
        judge(use, "failure", outs, routes, findings);
      });
    });
  }

  private void judge(Kamelets.Use use, String parameter, List<String> outs, RouteSet routes, Consumer<Finding> findings) {
    Node at = use.value(parameter);
    String condition = at == null || RouteYaml.text(at) == null ? "" : routes.placeholders().fill(RouteYaml.text(at)).strip();
    if (condition.isEmpty() || Placeholders.isUnknown(condition)) {
      return;
    }
    Optional<String> problem = simple.problem(condition, true);
    if (problem.isPresent()) {
      findings.accept(use.document().error("bad-expression", at, "'" + parameter + "' is " + condition + ", which cannot be read: "
          + problem.get() + " It is a condition in Simple, such as ${body[result]} == 'OK'"));
    } else if (outs.isEmpty()) {
      findings.accept(use.document().error("unknown-property", at, "'" + parameter + "' asks what came out, and nothing comes out of the"
          + " call: write :!name where it gives something"));
    }
    Set<String> known = new TreeSet<>(outs);
    Matcher name = OUT.matcher(condition);
    while (!outs.isEmpty() && name.find()) {
      if (!known.contains(name.group(1))) {
        findings.accept(use.document().error("unknown-property", at, "'" + parameter + "' asks for '" + name.group(1) + "', which does not"
            + " come out of the call" + Names.known(name.group(1), known, "There are ")));
      }
    }
  }
}
