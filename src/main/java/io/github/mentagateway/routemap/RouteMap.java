package io.github.mentagateway.routemap;

import io.github.mentagateway.check.RouteSet;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the route files say, as what comes and where it goes.
 *
 * @param sources what begins by itself, on the left: the router's branches, then routes that read something else than a channel
 * @param destinations what a route of these files reads and another one sends to, by its endpoint, in the order of the files
 * @param unread the files that could not be read, of which nothing is drawn
 */
public record RouteMap(List<Source> sources, Map<String, List<Part>> destinations, List<Finding> unread) {
  static final String NOTIFICATIONS = "durable:notifications";
  private static final String DURABLE = "durable:";

  /** @param when an action's name, a condition, or the endpoint that is read */
  record Source(String when, List<Part> parts) {}

  public static RouteMap of(Settings settings, Map<String, String> environment) {
    return of(RouteFiles.read(settings.routes().toAbsolutePath().normalize(), settings.home().toAbsolutePath().normalize()), settings, environment);
  }

  /** Of files that were read already, such as those that run. */
  public static RouteMap of(RouteFiles files, Settings settings, Map<String, String> environment) {
    return of(new RouteReader(new RouteSet(files, settings, environment)), files.findings().stream().filter(Finding::isError).toList());
  }

  private static RouteMap of(RouteReader reader, List<Finding> unread) {
    Map<String, List<Part>> read = reader.channels();
    Set<String> sent = new HashSet<>();
    read.values().forEach(parts -> collect(parts, sent));
    reader.others().forEach(source -> collect(source.parts(), sent));
    List<Source> sources = new ArrayList<>(branches(read.getOrDefault(NOTIFICATIONS, List.of())));
    Map<String, List<Part>> destinations = new LinkedHashMap<>();
    read.forEach((endpoint, parts) -> {
      if (sent.contains(endpoint) || endpoint.equals(NOTIFICATIONS)) {
        destinations.put(endpoint, parts);
      } else if (isInside(endpoint)) {
        destinations.put(endpoint, parts);
        sources.add(new Source("(no route sends there)", List.of(new Part.Send(endpoint))));
      } else {
        sources.add(new Source(endpoint, parts));
      }
    });
    sources.addAll(reader.others());
    return new RouteMap(sources, destinations, unread);
  }

  /** Each branch of the router is a source of its own, and what it does in any case is one. */
  private static List<Source> branches(List<Part> router) {
    List<Source> branches = new ArrayList<>();
    List<Part> always = router.stream().filter(part -> !(part instanceof Part.Branch)).toList();
    if (!always.isEmpty()) {
      branches.add(new Source("every notification", always));
    }
    for (Part part : router) {
      if (part instanceof Part.Branch branch) {
        branches.add(new Source(branch.on(), branch.parts()));
      }
    }
    return branches;
  }

  private static void collect(List<Part> parts, Set<String> sent) {
    for (Part part : parts) {
      if (part instanceof Part.Send send) {
        sent.add(send.to());
      } else if (part instanceof Part.Branch branch) {
        collect(branch.parts(), sent);
      }
    }
  }

  /** Whether only these routes can send there. */
  static boolean isInside(String endpoint) {
    return endpoint.startsWith(DURABLE) || endpoint.startsWith("direct:");
  }

  /** A durable channel by its name alone, as the commands have it. */
  static String name(String endpoint) {
    return endpoint.startsWith(DURABLE) ? endpoint.substring(DURABLE.length()) : endpoint;
  }

  /** What becomes of what is sent there. */
  List<Part> behind(String endpoint) {
    return switch (endpoint) {
      case "durable:quarantine", "durable:dead-letters" -> List.of(new Part.Reach("waits for a person"));
      case NOTIFICATIONS -> List.of(new Part.Reach("the router, whose branches are drawn on the left"));
      default -> destinations.getOrDefault(endpoint, List.of(new Part.Reach("no route reads it: "
          + (endpoint.startsWith(DURABLE) ? "what is sent there waits" : "a send fails"))));
    };
  }

  public Graph graph() {
    return Graph.of(this);
  }

  /** For a terminal, in columns. */
  public List<String> text(int width) {
    return new TextDrawing(this, width).draw();
  }

  /** A flowchart in Mermaid's language. */
  public String mermaid() {
    return MermaidDrawing.of(graph());
  }

  /** A picture that opens in a browser. It is the same for the same routes. */
  public String svg() {
    return SvgDrawing.of(graph());
  }
}
