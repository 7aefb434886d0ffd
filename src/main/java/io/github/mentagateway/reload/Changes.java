package io.github.mentagateway.reload;

import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Which files must be exchanged to get from some files to others. A file that names a kamelet or a {@code direct:} channel of an exchanged
 * one is exchanged with it, because Camel makes the kamelet's route anew for each user, and a send to a channel without a reader fails. To
 * exchange a file too many costs some milliseconds, so that any mention counts.
 *
 * @param changed files that were changed, added or removed
 * @param affected these, and those that depend on them
 */
record Changes(Set<Path> changed, Set<Path> affected) {
  /** What stands in a file beside these may count for every route: a routeConfiguration, beans, templates, rest. */
  private static final Set<String> OF_ONE_FILE = Set.of("route", "from");
  private static final Set<String> CALLED = Set.of("direct", "seda");

  /** @param placeholders those that stand for another value now: a file that names one is a changed one */
  static Changes between(RouteFiles running, RouteFiles next, Path home, Set<String> placeholders) {
    Map<Path, byte[]> before = byPath(running);
    Map<Path, byte[]> after = byPath(next);
    Set<Path> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    Set<Path> changed = new TreeSet<>(all);
    changed.removeIf(file -> Arrays.equals(before.get(file), after.get(file)) && !OwnValues.isNamed(text(after.get(file)), placeholders));
    if (changed.isEmpty()) {
      return new Changes(changed, Set.of());
    }
    // a text is no route: it is exchanged by itself, and names nothing
    all.removeIf(file -> !RouteFile.isOne(file));
    List<RouteYaml> documents = new ArrayList<>(running.documents());
    documents.addAll(next.documents());
    boolean forAll = documents.stream().anyMatch(document -> changed.contains(home.resolve(document.file())) && countsForAll(document));
    Set<Path> affected = new TreeSet<>(changed);
    if (forAll) {
      affected.addAll(all);
      return new Changes(changed, affected);
    }
    boolean grows = true;
    while (grows) {
      Set<String> names = new HashSet<>();
      for (RouteYaml document : documents) {
        if (affected.contains(home.resolve(document.file()))) {
          names.addAll(namesIn(document));
        }
      }
      grows = affected.addAll(all.stream().filter(file -> !affected.contains(file))
          .filter(file -> mentions(text(before.get(file)) + "\n" + text(after.get(file)), names)).toList());
    }
    return new Changes(changed, affected);
  }

  static boolean isSame(RouteFiles some, RouteFiles others) {
    Map<Path, byte[]> before = byPath(some);
    Map<Path, byte[]> after = byPath(others);
    return before.keySet().equals(after.keySet())
        && before.keySet().stream().allMatch(file -> Arrays.equals(before.get(file), after.get(file)));
  }

  private static boolean countsForAll(RouteYaml document) {
    if (document.isKamelet()) {
      return false;
    }
    List<Node> items = RouteYaml.items(document.root());
    return items.isEmpty() || items.stream().flatMap(item -> RouteYaml.entries(item).stream()).map(NodeTuple::getKeyNode).map(RouteYaml::text)
        .anyMatch(kind -> !OF_ONE_FILE.contains(kind) && !"steps".equals(kind) && !"id".equals(kind));
  }

  /** What other files call it by. */
  private static Set<String> namesIn(RouteYaml document) {
    Set<String> names = new HashSet<>();
    if (document.isKamelet()) {
      names.add(RouteYaml.text(RouteYaml.at(document.root(), "metadata", "name")));
    }
    document.eachMapping(mapping -> {
      String uri = RouteYaml.text(RouteYaml.at(mapping, "from", "uri"));
      String scheme = uri == null ? "" : uri.replaceFirst("(?s):.*", "");
      if (CALLED.contains(scheme)) {
        String name = uri.contains(":") ? uri.replaceFirst("^[^:]*:(//)?", "").replaceFirst("(?s)\\?.*", "")
            : RouteYaml.text(RouteYaml.at(mapping, "from", "parameters", "name"));
        names.add(name);
      }
    });
    names.remove(null);
    names.remove("");
    return names;
  }

  private static boolean mentions(String text, Set<String> names) {
    return names.stream().anyMatch(name -> Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])").matcher(text).find());
  }

  private static String text(byte[] content) {
    return content == null ? "" : new String(content, StandardCharsets.UTF_8);
  }

  private static Map<Path, byte[]> byPath(RouteFiles files) {
    Map<Path, byte[]> byPath = new TreeMap<>();
    for (RouteFile file : files.all()) {
      byPath.put(file.path(), file.content());
    }
    return byPath;
  }
}
