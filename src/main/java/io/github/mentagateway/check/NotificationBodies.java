package io.github.mentagateway.check;

import io.github.mentagateway.routes.RouteYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Where in the routes the body certainly is the notification: what a channel gets is what all its senders send, and a step that may put
 * something else there ends it. Whatever is not known counts as another body.
 */
final class NotificationBodies {
  private static final Set<String> KEEPING = Set.of("setHeader", "setHeaders", "setVariable", "setVariables", "setProperty", "setExchangePattern",
      "removeHeader", "removeHeaders", "removeVariable", "removeProperty", "removeProperties", "convertHeaderTo", "convertVariableTo", "log",
      "delay", "throttle", "validate", "stop", "wireTap", "throwException", "rollback", "sample");
  /** Steps that have others within them, and begin those with their own body. */
  private static final Set<String> CONTAINERS = Set.of("choice", "filter", "doTry", "step", "pipeline", "multicast", "loop", "circuitBreaker",
      "idempotentConsumer", "saga");
  /** What runs behind the steps beside it, or after one of them has failed. */
  private static final Set<String> AFTER = Set.of("doCatch", "doFinally", "onFallback");
  /** Steps that may send to any channel. */
  private static final Set<String> ANYWHERE = Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "serviceCall");
  private static final Set<String> CHANNELS = Set.of("durable", "direct", "seda");
  /** The beans whose kamelets give the caller's body back. */
  private static final Set<String> KEEPING_BLOCKS = Set.of("RestCall", "RestBatch", "SoapCall", "SendMail", "DatabaseUpdate", "FilePut", "FileLine",
      "QueueMessage");
  private static final String ENVELOPE = "io.github.mentagateway.envelope.Envelope";

  private final RouteSet routes;
  /** By channel, whether all that is sent there is the notification. */
  private Map<String, Boolean> channels = new HashMap<>();
  private Map<String, Boolean> sent;
  private final boolean intercepted;
  private final Map<Node, Boolean> texts = new IdentityHashMap<>();

  NotificationBodies(RouteSet routes) {
    this.routes = routes;
    intercepted = routes.documents().stream().anyMatch(NotificationBodies::intercepts);
    CHANNELS.forEach(scheme -> routes.sends(scheme).forEach(to -> channels.put(name(to), true)));
    // a channel can only lose the property, so that this comes to an end
    for (boolean changed = true; changed; ) {
      sent = new HashMap<>();
      // what is replayed from the quarantine comes there too
      sent.put("durable:" + RouterBranches.ROUTER, true);
      texts.clear();
      routes.routes().forEach(this::follow);
      changed = !sent.equals(channels);
      channels = sent;
    }
    // these are evaluated on an API's answer
    Stream.of("RestCall", "RestBatch", "SoapCall").flatMap(routes.kamelets()::usesOf)
        .forEach(use -> List.of("success", "failure", "answers").forEach(name -> texts.put(use.value(name), false)));
  }

  /** Whether the body is the notification where this text is evaluated. */
  boolean isNotification(Node text) {
    return texts.getOrDefault(text, false);
  }

  private void follow(RouteSet.Route route) {
    boolean begins = route.from() != null && begins(Endpoint.of(route, "from", route.from(), routes.placeholders()));
    nested(route, route.from() == null ? route.body() : route.from(), begins);
  }

  private boolean begins(Endpoint from) {
    return !intercepted && CHANNELS.contains(from.scheme()) && from.isFixed() && RouteYaml.at(from.body(), "variableReceive") == null
        && channels.getOrDefault(name(from), false) && channels.getOrDefault("", true);
  }

  /** Whether steps of these files run beside those of any route, and may change its body. */
  private static boolean intercepts(RouteYaml document) {
    boolean[] found = new boolean[1];
    document.eachMapping(mapping -> found[0] |= RouteYaml.entries(mapping).stream()
        .anyMatch(entry -> String.valueOf(RouteYaml.text(entry.getKeyNode())).matches("intercept(From|SendToEndpoint)?")));
    return found[0];
  }

  private static String name(Endpoint endpoint) {
    return endpoint.scheme() + ":" + endpoint.path();
  }

  /**
   * Follows the steps at any depth, in their order.
   *
   * @param is whether the body is the notification before them
   * @return whether it is behind them, whichever were gone through
   */
  private boolean nested(RouteSet.Route route, Node node, boolean is) {
    boolean end = is;
    List<Node> later = new ArrayList<>();
    for (NodeTuple entry : RouteYaml.entries(node)) {
      String key = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      if (key.equals("steps")) {
        end &= steps(route, entry.getValueNode(), is);
      } else if (AFTER.contains(key)) {
        later.add(entry.getValueNode());
      } else {
        end &= nested(route, entry.getValueNode(), is);
      }
    }
    for (Node item : RouteYaml.items(node)) {
      end &= nested(route, item, is);
    }
    if (node instanceof ScalarNode) {
      texts.merge(node, is, Boolean::logicalAnd);
    }
    for (Node after : later) {
      end &= nested(route, after, end);
    }
    return end;
  }

  private boolean steps(RouteSet.Route route, Node steps, boolean is) {
    boolean now = is;
    for (Node item : RouteYaml.items(steps)) {
      for (NodeTuple step : RouteYaml.entries(item)) {
        now = step(route, String.valueOf(RouteYaml.text(step.getKeyNode())), step.getValueNode(), now);
      }
    }
    return now;
  }

  private boolean step(RouteSet.Route route, String kind, Node body, boolean before) {
    boolean is = before && RouteYaml.at(body, "variableSend") == null;
    if (ANYWHERE.contains(kind)) {
      send("", is);
    }
    if (CONTAINERS.contains(kind)) {
      boolean end = nested(route, body, is);
      return kind.equals("loop") && is && !end ? nested(route, body, false) : end;
    }
    nested(route, body, is && !kind.matches("split|aggregate|resequence|onCompletion|intercept.*"));
    boolean isElsewhere = RouteYaml.at(body, "variableReceive") != null;
    if (Endpoint.KINDS.contains(kind) || kind.equals("kamelet")) {
      return to(Endpoint.of(route, kind, body, routes.placeholders()), kind, body, is) || before && (isElsewhere || kind.equals("wireTap"));
    }
    if (kind.equals("unmarshal") && !isElsewhere) {
      return RouteYaml.entries(body).stream()
          .anyMatch(format -> ENVELOPE.equals(RouteYaml.text(RouteYaml.at(format.getValueNode(), "unmarshalType"))));
    }
    return before && (isElsewhere || KEEPING.contains(kind) || "authenticator".equals(RouteYaml.text(RouteYaml.at(body, "ref"))));
  }

  /** @return whether the body is the notification when the endpoint has answered */
  private boolean to(Endpoint to, String kind, Node body, boolean is) {
    if (to.scheme().isEmpty() || CHANNELS.contains(to.scheme()) && !to.isFixed()) {
      send("", is);
    } else if (CHANNELS.contains(to.scheme())) {
      send(name(to), is);
    }
    boolean answers = "body".equals(RouteYaml.text(RouteYaml.at(body, "parameters", "answer")))
        || to.options().stream().anyMatch(option -> option.name().equals("answer") && "body".equals(option.value()));
    return is && !answers && switch (to.scheme()) {
      case "durable", "log" -> true;
      case "kamelet" -> keeps(to.path());
      default -> kind.equals("kamelet") && keeps(RouteYaml.text(RouteYaml.at(body, "name") == null ? body : RouteYaml.at(body, "name")));
    };
  }

  private boolean keeps(String kamelet) {
    Kamelets.Kamelet used = routes.kamelets().all().get(String.valueOf(kamelet).replaceFirst("/.*", ""));
    return used != null && (KEEPING_BLOCKS.stream().anyMatch(used::isMadeOf));
  }

  /** @param channel empty for one that is not known */
  private void send(String channel, boolean is) {
    sent.merge(channel, is, Boolean::logicalAnd);
  }
}
