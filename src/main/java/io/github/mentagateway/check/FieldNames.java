package io.github.mentagateway.check;

import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.routes.RouteYaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What the names in expressions and parameters stand for. Camel finds out with each message only, and most often by a null: its own parser
 * keeps what stands behind {@code body} as a text, which is why it is read here.
 */
final class FieldNames {
  /** {@code ${body}} and {@code ${variable}} with the path behind them, up to what is an operator. */
  private static final Pattern REFERENCE = Pattern.compile("\\$(?:simple)?\\{(?:body(?<path>(?:\\??(?:\\.\\w+(?:\\([^()]*\\))?|\\[[^\\[\\]${}]*]))*)"
      + "|variables?[.:](?<variable>[\\w.-]+)(?![\\w:])[^{}]*?|variableAs\\(\\s*(?<typed>[\\w.-]+)\\s*,[^{}]*?)(?=[}\\s])");
  private static final Pattern PART = Pattern.compile("\\??(?:\\.(?<member>\\w+)(?<call>\\([^()]*\\))?|\\[\\s*['\"]?(?<key>.*?)['\"]?\\s*])");
  private static final Set<String> MEMBERS = Arrays.stream(Envelope.class.getRecordComponents()).map(part -> part.getName())
      .collect(Collectors.toCollection(TreeSet::new));
  private static final Set<String> PLAIN = new TreeSet<>(Set.of("family", "action", "type"));
  private static final Set<String> OBJECTS = Set.of("data", "metadata");

  private final RouteSet routes;
  private final Map<RouteYaml, Set<String>> variables = new IdentityHashMap<>();
  private NotificationBodies bodies;
  private Variables allVariables;
  private Samples samples;

  FieldNames(RouteSet routes) {
    this.routes = routes;
  }

  /**
   * A name that stands for nothing.
   *
   * @param reference as it stands in the text
   * @param at where in the text that begins
   * @param isError whether it fails each time; else it is empty
   * @param what a sentence about the reference that follows it, with its end
   */
  record Problem(String reference, int at, boolean isError, String rule, String what) {
    /** What else may be done than to correct the name. */
    String instead() {
      return rule.equals("unknown-field") ? "add a sample that has it" : "set it before";
    }
  }

  /** What is wrong with the names in a text in Simple. @param place the node whose body and variables it has */
  List<Problem> inSimple(String text, RouteYaml document, Node place) {
    List<Problem> problems = new ArrayList<>();
    if (!routes.isComplete() || Beans.mayBeFoundElsewhere(routes)) {
      return problems; // what sets a variable, or sends to a channel, may be missing here
    }
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      String variable = reference.group("variable") == null ? reference.group("typed") : reference.group("variable");
      String written = written(text, reference.start());
      if (variable != null) {
        variable(variable, document).map(what -> new Problem(written, reference.start(), false, "unknown-variable", what)).ifPresent(problems::add);
      } else if (bodies().isNotification(place)) {
        body(reference.group("path"), written, reference.start(), problems);
      }
    }
    return problems;
  }

  /** What is wrong with the {@code {name}} or {@code :?name} of a building block's parameter; null when nothing is. */
  String inParameter(String name, RouteYaml document, Node place) {
    Set<String> set = variables(document);
    if (!routes.isComplete() || !bodies().isNotification(place) || samples().isEmpty() || set.isEmpty() || set.contains(name) || PLAIN.contains(name)
        || OBJECTS.contains(name) || samples().has(name) || !isPath(name) && samples().has("data." + name)) {
      return null;
    }
    Set<String> candidates = new TreeSet<>(set);
    candidates.addAll(PLAIN);
    candidates.addAll(fields());
    fields().stream().filter(field -> field.startsWith("data.")).map(field -> field.substring("data.".length())).forEach(candidates::add);
    String inner = name.replaceFirst("^(?:body|variable|message|body\\.data)\\.", "");
    return "neither a variable nor a field that a notification in samples/ has"
        + (candidates.contains(inner) ? "; did you mean '" + inner + "'?" : Names.didYouMean(name, candidates).replaceFirst("^$", "."));
  }

  private static boolean isPath(String name) {
    return name.startsWith("data.") || name.startsWith("metadata.");
  }

  private void body(String path, String written, int at, List<Problem> problems) {
    List<String> keys = new ArrayList<>();
    Matcher part = PART.matcher(path);
    if (!part.lookingAt()) {
      return;
    }
    String first = part.group("member");
    if (first == null) {
      String key = part.group("key");
      problems.add(fails(written, at, "the notification itself has no [" + key + "]: write ${body." + (MEMBERS.contains(key)
          ? key + path.substring(part.end()) : "data[" + key + "]") + "}"));
    } else if (!isMember(Envelope.class, first)) {
      problems.add(fails(written, at, "a notification has no '" + first + "'" + Names.known(first, MEMBERS, "It has ")));
    } else if (OBJECTS.contains(first) && part.group("call") != null && !part.group("call").matches("\\(\\s*\\)")) {
      problems.add(new Problem(written, at, true, "unknown-property", "is the whole of '" + first + "', since what stands in (…) is passed over: write"
          + " ${body." + first + part.group("call").replaceAll("\\(\\s*['\"]?(.*?)['\"]?\\s*\\)", "[$1]") + "}"));
    } else if (OBJECTS.contains(first)) {
      int end = part.end();
      while (part.find() && part.start() == end && part.group("key") != null) {
        keys.add(part.group("key"));
        end = part.end();
      }
      String next = end < path.length() && part.reset().find(end) ? part.group("member") : null;
      if (next != null && keys.isEmpty() && !isMember(Map.class, next)) {
        problems.add(fails(written, at, "behind a dot stands a method, and '" + first + "' has none called '" + next + "': write ${body."
            + first + "[" + next + "]" + path.substring(part.end()).replaceAll("\\.(\\w+)(?!\\()", "[$1]") + "}"));
      } else if (!keys.isEmpty()) {
        field(first + "." + String.join(".", keys), written, at, problems);
      }
    }
  }

  private void field(String name, String written, int at, List<Problem> problems) {
    if (!samples().isEmpty() && !samples().has(name)) {
      String last = name.substring(name.indexOf('.') + 1);
      String near = Names.didYouMean(name, fields());
      String plain = near.isEmpty() ? Names.nearest(last, PLAIN).map(other -> "; did you mean ${body." + other + "}?").orElse(".") : near;
      problems.add(new Problem(written, at, false, "unknown-field", "a field that no notification in samples/ has" + plain));
    }
  }

  private static Problem fails(String written, int at, String what) {
    return new Problem(written, at, true, "unknown-property", "fails each time: " + what);
  }

  /** Whether Simple finds a method or a property of that name. */
  static boolean isMember(Class<?> type, String name) {
    String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(Object.class.getMethods())).map(method -> method.getName())
        .anyMatch(method -> method.equals(name) || method.equals("get" + capital) || method.equals("is" + capital));
  }

  private Optional<String> variable(String name, RouteYaml document) {
    Set<String> known = variables(document);
    String first = name.replaceFirst("\\..*", "");
    if (known.isEmpty() || isMember(Map.class, first) || known.contains(name) || known.contains(first)) {
      return Optional.empty();
    }
    return Optional.of(allVariables.elsewhere(first).map(file -> "a variable that only " + file
        + " sets, and a send to a channel carries none but the gateway's own.").orElseGet(() -> "a variable that nothing sets"
            + Names.didYouMean(first, known).replaceFirst("^$", ".")));
  }

  private static String written(String text, int start) {
    int end = text.indexOf('}', start);
    return text.substring(start, end < 0 ? text.length() : end + 1);
  }

  private Set<String> fields() {
    return samples().names().stream().filter(name -> isPath(name) && !name.endsWith("[]")).collect(Collectors.toCollection(TreeSet::new));
  }

  private Samples samples() {
    samples = samples == null ? Samples.read(routes.settings().home().resolve("samples")) : samples;
    return samples;
  }

  private NotificationBodies bodies() {
    bodies = bodies == null ? new NotificationBodies(routes) : bodies;
    return bodies;
  }

  /** Empty when they are not known. */
  private Set<String> variables(RouteYaml document) {
    allVariables = allVariables == null ? new Variables(routes) : allVariables;
    return variables.computeIfAbsent(document, allVariables::in);
  }
}
