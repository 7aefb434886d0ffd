package io.github.mentagateway.check;

import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Whether the router has a branch for each action, and each family of its branches an order. */
final class ActionRule implements Rule {
  /** What menta tech has published. */
  private static final Set<String> PUBLISHED = new TreeSet<>(Set.of("ticket.updated", "event.unlock", "listing.created", "listing.updated",
      "listing.deleted", "notifyMe.created.updated", "payouts.delivered"));
  private static final Pattern FAMILY = Pattern.compile("\\$\\{body\\??\\.family}\\s*==\\s*['\"]([^'\"]+)['\"]");
  /** A condition that takes more than one action. */
  private static final Pattern WIDER = Pattern.compile("(?s).*\\$\\{body\\??\\.(?:family|type)}.*|.*\\$\\{body\\??\\.action}\\s*+(?!==|'|\\.).*");

  private final SchemaRule schema;

  ActionRule(SchemaRule schema) {
    this.schema = schema;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    routes.reads("durable").filter(from -> from.path().equals(RouterBranches.ROUTER)).forEach(from -> router(from.route(), routes, findings));
  }

  private void router(RouteSet.Route route, RouteSet routes, Consumer<Finding> findings) {
    RouteSet.Step choice = route.steps().stream().filter(step -> step.kind().equals("choice")).findFirst().orElse(null);
    if (choice == null) {
      return;
    }
    Map<String, Node> actions = new LinkedHashMap<>();
    Map<String, Node> families = new LinkedHashMap<>();
    boolean wider = false;
    List<SchemaRule.LanguageUse> conditions = schema.languages().stream().filter(use -> use.document() == route.document())
        .filter(use -> use.owner().equals("WhenDefinition")).toList();
    for (SchemaRule.LanguageUse condition : conditions) {
      String text = String.valueOf(RouteYaml.text(condition.text()));
      collect(RouterBranches.ACTION.matcher(text), condition.text(), actions);
      collect(FAMILY.matcher(text), condition.text(), families);
      wider |= !condition.language().equals("simple") || WIDER.matcher(text).matches();
    }
    actions.forEach((action, at) -> families.putIfAbsent(action.replaceFirst("\\..*", ""), at));
    if (!actions.isEmpty() && !wider) {
      Set<String> without = new TreeSet<>(PUBLISHED);
      without.removeAll(actions.keySet());
      if (!without.isEmpty()) {
        findings.accept(route.document().warning("action-without-branch", choice.key(), "no branch takes " + String.join(", ", without)
            + ", which menta tech sends: add a branch for each; until then they go to the quarantine"));
      }
    }
    families.forEach((family, at) -> {
      if (EntityResolver.FAMILIES.stream().noneMatch(family::equalsIgnoreCase) && !family.contains("{{")
          && routes.settings().entities().keySet().stream().noneMatch(family::equalsIgnoreCase)) {
        findings.accept(route.document().warning("family-without-entity", at, "nothing says what a notification of the family '" + family
            + "' is about: its order is kept by data.id, and one without data.id has no order. Set gateway.entity." + family
            + " in config/application.properties to the fields that identify it, such as data.id"));
      }
    });
  }

  private static void collect(Matcher matcher, Node at, Map<String, Node> found) {
    while (matcher.find()) {
      found.putIfAbsent(matcher.group(1), at);
    }
  }
}
