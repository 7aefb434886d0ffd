package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The promises that the intake's route must keep, and what makes it and the router wait. */
final class IntakeRule implements Rule {
  /** MENTA.md: any other answer is a failure to menta tech, which sends the notification again. */
  private static final Set<String> ACCEPTED = Set.of("200", "201", "202", "204");
  /** Steps that may lead anywhere, into another route that stores too. */
  private static final Set<String> ANYWHERE = Set.of("kamelet", "recipientList", "routingSlip", "dynamicRouter", "enrich", "bean", "process",
      "throwException", "rollback", "loadBalance", "script");
  private static final Set<String> SLOW_STEPS = Set.of("delay", "throttle");
  private static final Set<String> SLOW = Set.of("http", "https", "jdbc", "sql", "smtp", "smtps", "ftp", "sftp", "ftps", "imap", "imaps", "file",
      "vertx-http", "cxf", "jms", "kafka", "exec");

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    for (RouteSet.Route route : routes.routes()) {
      if (!route.isRoute() || route.from() == null) {
        continue;
      }
      Endpoint from = routes.endpoints().stream().filter(endpoint -> endpoint.route() == route && endpoint.isConsumer()).findFirst().orElseThrow();
      if (from.scheme().equals("platform-http")) {
        authenticator(route, from, routes, findings);
        codes(route, findings);
        Custody custody = new Custody(route, routes, findings);
        if (!custody.stores(RouteYaml.items(RouteYaml.at(route.from(), "steps")), false) && !custody.told) {
          findings.accept(route.document().error("no-custody", from.at(), "this intake can end without a send to durable:, and 202 means that"
              + " the request is on disk: let every path come by a step \"to\" with a uri such as durable:notifications"));
        }
        slow(route, "the intake", routes, findings);
      } else if (from.scheme().equals("durable") && from.path().equals("notifications")) {
        slow(route, "the router", routes, findings);
      }
    }
  }

  private static void authenticator(RouteSet.Route route, Endpoint from, RouteSet routes, Consumer<Finding> findings) {
    for (RouteSet.Step step : route.steps()) {
      String ref = RouteYaml.text(RouteYaml.at(step.body(), "ref"));
      if (step.kind().equals("process") && ("authenticator".equals(ref) || ref != null && ref.contains("{{"))) {
        return;
      }
      if (isSend(step, routes)) {
        findings.accept(route.document().error("no-authenticator", step.key(), "durable: stands here before the step \"process\" with \"ref:"
            + " authenticator\", without which nothing is stored: put that step first"));
        return;
      }
    }
  }

  private static boolean isSend(RouteSet.Step step, RouteSet routes) {
    return (step.kind().equals("to") || step.kind().equals("toD")) && uri(step, routes).startsWith("durable:");
  }

  private static String uri(RouteSet.Step step, RouteSet routes) {
    Node uri = RouteYaml.at(step.body(), "uri");
    String text = RouteYaml.text(uri == null ? step.body() : uri);
    return text == null ? "" : routes.placeholders().fill(text);
  }

  private static void codes(RouteSet.Route route, Consumer<Finding> findings) {
    for (RouteSet.Step step : route.steps()) {
      Node code = code(step);
      if (code != null && RouteYaml.text(code).matches("[23]\\d\\d") && !ACCEPTED.contains(RouteYaml.text(code))) {
        findings.accept(route.document().error("success-code", code, "the answer " + RouteYaml.text(code) + " is a failure to menta tech, which"
            + " takes 200, 201, 202 and 204 only and sends again: write 202"));
      }
    }
  }

  /** The node of the status that the step sets; null when it sets none. */
  private static Node code(RouteSet.Step step) {
    if (!step.kind().equals("setHeader") || !"CamelHttpResponseCode".equals(RouteYaml.text(RouteYaml.at(step.body(), "name")))) {
      return null;
    }
    for (String language : List.of("constant", "simple")) {
      Node value = RouteYaml.at(step.body(), "expression", language) == null ? RouteYaml.at(step.body(), language)
          : RouteYaml.at(step.body(), "expression", language);
      Node text = RouteYaml.at(value, "expression") == null ? value : RouteYaml.at(value, "expression");
      if (text != null && RouteYaml.text(text) != null) {
        return text;
      }
    }
    return null;
  }

  private static void slow(RouteSet.Route route, String what, RouteSet routes, Consumer<Finding> findings) {
    for (RouteSet.Step step : route.steps()) {
      String uri = uri(step, routes);
      boolean isSlow = SLOW_STEPS.contains(step.kind())
          || Endpoint.KINDS.contains(step.kind()) && !step.kind().equals("wireTap")
              && (SLOW.contains(uri.replaceFirst("[:?].*", ""))
              || uri.matches("kamelet:(database-.*|rest-.*|soap-call|send-mail|file-.*|sftp-put|jms-send|kafka-send)\\b.*"));
      if (isSlow) {
        findings.accept(route.document().warning("blocking-step", step.key(), "the step '" + step.kind() + "' makes " + what + " wait, and every"
            + " other notification with it: send to a durable: channel, and do it in the route that reads that"));
      }
    }
  }

  /** Whether every path through steps stores the request before it is answered. What nobody can know counts as stored. */
  private static final class Custody {
    private final RouteSet.Route route;
    private final RouteSet routes;
    private final Consumer<Finding> findings;
    private boolean told;

    Custody(RouteSet.Route route, RouteSet routes, Consumer<Finding> findings) {
      this.route = route;
      this.routes = routes;
      this.findings = findings;
    }

    boolean stores(List<Node> steps, boolean before) {
      boolean stored = before;
      for (Node item : steps) {
        for (NodeTuple entry : RouteYaml.entries(item)) {
          stored |= stores(new RouteSet.Step(String.valueOf(RouteYaml.text(entry.getKeyNode())), entry.getKeyNode(), entry.getValueNode()),
              stored);
        }
      }
      return stored;
    }

    private boolean stores(RouteSet.Step step, boolean before) {
      Node code = code(step);
      if (code != null && !before && RouteYaml.text(code).matches("2\\d\\d")) {
        told = true;
        findings.accept(route.document().error("no-custody", code, "the answer " + RouteYaml.text(code) + " is set where the request may not be"
            + " on disk, and 202 means that it is: put it behind the step that sends to durable:, on every path"));
      }
      List<Node> inner = RouteYaml.items(RouteYaml.at(step.body(), "steps"));
      return switch (step.kind()) {
        case "to", "toD" -> !uri(step, routes).matches("(log|mock|stub|seda|jdbc|http|https|smtp|file):.*");
        case "choice" -> branches(step.body(), before);
        case "doTry" -> tries(step.body(), before);
        default -> {
          boolean within = stores(inner, before);
          String ref = String.valueOf(RouteYaml.text(RouteYaml.at(step.body(), "ref")));
          // whether a filter lets the request pass, only the author knows
          yield within || ANYWHERE.contains(step.kind()) && !ref.equals("authenticator");
        }
      };
    }

    private boolean branches(Node choice, boolean before) {
      boolean all = RouteYaml.at(choice, "otherwise") != null && stores(RouteYaml.items(RouteYaml.at(choice, "otherwise", "steps")), before);
      for (Node when : RouteYaml.items(RouteYaml.at(choice, "when"))) {
        all &= stores(RouteYaml.items(RouteYaml.at(when, "steps")), before);
      }
      return all;
    }

    private boolean tries(Node attempt, boolean before) {
      boolean all = stores(RouteYaml.items(RouteYaml.at(attempt, "steps")), before);
      for (Node handler : RouteYaml.items(RouteYaml.at(attempt, "doCatch"))) {
        all &= stores(RouteYaml.items(RouteYaml.at(handler, "steps")), before);
      }
      return stores(RouteYaml.items(RouteYaml.at(attempt, "doFinally", "steps")), before) || all;
    }
  }
}
