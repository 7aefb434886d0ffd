package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds exceptions that are no class or lead to nothing, and beans and data formats that nobody has. */
final class ClassRule implements Rule {
  /** What an {@code onException} may hold that does not say what to do. */
  private static final Set<String> SAYS_NOTHING = Set.of("id", "description", "note", "exception", "onWhen");
  private static final Pattern EXCEPTION_PROPERTY = Pattern.compile("\\$\\{exception\\??\\.(\\w+)");
  private static final List<String> EXCEPTIONS = List.of("java.lang.Exception", "java.lang.Throwable", "java.lang.RuntimeException",
      "java.lang.IllegalArgumentException", "java.lang.IllegalStateException", "java.lang.NullPointerException", "java.io.IOException",
      "java.io.FileNotFoundException", "java.io.UncheckedIOException", "java.net.ConnectException", "java.net.SocketTimeoutException",
      "java.net.UnknownHostException", "java.sql.SQLException", "java.sql.SQLTimeoutException", "java.util.concurrent.TimeoutException",
      "org.apache.camel.CamelExchangeException", "org.apache.camel.CamelExecutionException", "org.apache.camel.ExpressionEvaluationException",
      "org.apache.camel.NoSuchHeaderException", "org.apache.camel.TypeConversionException", "org.apache.camel.ValidationException",
      "org.apache.camel.support.processor.PredicateValidationException", "org.apache.camel.http.base.HttpOperationFailedException",
      "org.eclipse.angus.mail.smtp.SMTPAddressFailedException", "org.eclipse.angus.mail.smtp.SMTPSendFailedException",
      "org.eclipse.angus.mail.smtp.SMTPSenderFailedException", "jakarta.mail.MessagingException", "jakarta.mail.internet.AddressException",
      "io.github.mentagateway.destination.DatabaseException", "io.github.mentagateway.destination.PermanentFailureException",
      "io.github.mentagateway.destination.NoRowException");

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    for (RouteYaml document : routes.documents()) {
      document.eachMapping(mapping -> {
        for (String kind : List.of("onException", "doCatch", "throwException")) {
          Node node = RouteYaml.at(mapping, kind);
          List<Node> handlers = node == null ? List.of() : RouteYaml.items(node).isEmpty() ? List.of(node) : RouteYaml.items(node);
          handlers.forEach(handler -> RouteYaml.items(RouteYaml.at(handler, "exception")).forEach(name -> exception(document, name, findings)));
          handlers.forEach(handler -> properties(document, handler, findings));
          exception(document, RouteYaml.at(node, "exceptionType"), findings);
        }
        Node handler = RouteYaml.at(mapping, "onException");
        if (RouteYaml.at(handler, "exception") != null && leadsToNothing(handler)) {
          findings.accept(document.error("empty-handler", handler, "this onException does not say what to do: give it 'steps', or, to have it"
              + " tried again, 'handled' with the constant \"false\""));
        }
      });
    }
    routes.routes().forEach(route -> route.steps().forEach(step -> format(route, step, findings)));
    if (!Beans.mayBeFoundElsewhere(routes)) {
      routes.routes().forEach(route -> route.steps().forEach(step -> bean(route, step, routes, findings)));
    }
  }

  /** Camel refuses to start with such a one. */
  private static boolean leadsToNothing(Node handler) {
    return RouteYaml.entries(handler).stream().allMatch(entry -> SAYS_NOTHING.contains(RouteYaml.text(entry.getKeyNode()))
        || "steps".equals(RouteYaml.text(entry.getKeyNode())) && RouteYaml.items(entry.getValueNode()).isEmpty());
  }

  private static void exception(RouteYaml document, Node at, Consumer<Finding> findings) {
    String name = at == null ? null : RouteYaml.text(at);
    if (name != null && name.matches("[\\w.$]+") && !ClassPath.hasClass(name)) {
      Optional<String> near = EXCEPTIONS.stream().filter(known -> simple(known).equalsIgnoreCase(simple(name))).findFirst()
          .or(() -> Names.nearest(name, EXCEPTIONS));
      findings.accept(document.error("unknown-exception", at, "there is no class '" + name + "'"
          + near.map(known -> "; did you mean '" + known + "'?").orElse(
              ": write its whole name with its package; the jar of a class that the gateway does not have belongs into lib/")));
    }
  }

  /** A condition that asks the exception for what it does not have fails itself, and its failure takes the place of the exception. */
  private static void properties(RouteYaml document, Node handler, Consumer<Finding> findings) {
    List<Class<?>> classes = RouteYaml.items(RouteYaml.at(handler, "exception")).stream().map(RouteYaml::text)
        .filter(name -> name != null && ClassPath.hasClass(name)).<Class<?>>map(ClassPath::load).toList();
    Set<String> members = classes.stream().flatMap(type -> Stream.of(type.getMethods())).map(Method::getName)
        .map(name -> name.matches("get[A-Z].*") ? Character.toLowerCase(name.charAt(3)) + name.substring(4) : name).collect(Collectors.toSet());
    texts(handler).forEach(at -> EXCEPTION_PROPERTY.matcher(RouteYaml.text(at)).results().forEach(property -> {
      String name = property.group(1);
      boolean isThere = classes.stream().anyMatch(type -> FieldNames.isMember(type, name));
      Names.nearest(name, members).filter(near -> !isThere && Names.isSlip(name, near)).ifPresent(near -> findings.accept(document.error(
          "unknown-property", at, "${exception." + name + "} fails each time: " + classes.get(0).getSimpleName() + " has no '" + name
              + "'; did you mean '" + near + "'?")));
    }));
  }

  private static Stream<Node> texts(Node node) {
    return node == null ? Stream.of() : RouteYaml.text(node) != null ? Stream.of(node)
        : Stream.concat(RouteYaml.items(node).stream(), RouteYaml.entries(node).stream().map(NodeTuple::getValueNode)).flatMap(ClassRule::texts);
  }

  /** What writes or reads bodies is in a jar of its own, mostly. */
  private static void format(RouteSet.Route route, RouteSet.Step step, Consumer<Finding> findings) {
    if (!step.kind().equals("marshal") && !step.kind().equals("unmarshal")) {
      return;
    }
    for (NodeTuple entry : RouteYaml.entries(step.body())) {
      String key = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      String library = RouteYaml.text(RouteYaml.at(entry.getValueNode(), "library"));
      String name = key.equals("json") ? library == null ? "jackson" : library.toLowerCase(Locale.ROOT) : key;
      if (CamelJars.of("dataformat", name).isPresent()
          && ClassPath.service("dataformat", name).isEmpty()) {
        findings.accept(route.document().error("unknown-data-format", entry.getKeyNode(), "the data format '" + name + "' is not in the gateway: "
            + CamelJars.instead("dataformat", name)));
      }
    }
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static void bean(RouteSet.Route route, RouteSet.Step step, RouteSet routes, Consumer<Finding> findings) {
    Node at = step.kind().equals("process") || step.kind().equals("bean") ? RouteYaml.at(step.body(), "ref") : null;
    String name = at == null ? null : RouteYaml.text(at);
    // Camel takes the name of a class, too
    if (name != null && name.matches("[\\w-]+") && !Beans.named(routes).contains(name) && !ClassPath.hasClass(name)) {
      findings.accept(route.document().error("unknown-bean", at, "there is no bean '" + name + "'"
          + Names.didYouMean(name, Beans.named(routes)).replaceFirst("^$", ".")
          + " A bean stands under \"beans:\" in a route file: correct the name, or write it there"));
    }
  }
}
