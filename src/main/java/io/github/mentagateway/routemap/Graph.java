package io.github.mentagateway.routemap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The map as boxes and the arrows between them, for the drawings that have both. */
public record Graph(List<Box> boxes, Set<Arrow> arrows, List<String> notes) {

  /**
   * @param layer 0 for what comes, 1 for what it goes to at once, 2 for what that sends on to, …
   * @param lines what happens there, indented under its conditions
   */
  public record Box(int layer, String title, List<String> lines) {}

  /** @param on the conditions inside the box that it leaves; empty when there are none */
  public record Arrow(int from, int to, String on) {}

  static Graph of(RouteMap map) {
    Builder builder = new Builder(map);
    map.sources().forEach(builder::source);
    return new Graph(builder.boxes, builder.arrows, map.unread().stream().map(finding -> "not drawn: " + finding).toList());
  }

  private static final class Builder {
    private final RouteMap map;
    private final List<Box> boxes = new ArrayList<>();
    private final Set<Arrow> arrows = new LinkedHashSet<>();
    private final Map<String, Integer> channels = new HashMap<>();

    Builder(RouteMap map) {
      this.map = map;
    }

    void source(RouteMap.Source source) {
      int box = boxes.size();
      List<Part> branches = source.parts().stream().filter(part -> part instanceof Part.Branch).toList();
      boxes.add(new Box(0, source.when(), source.parts().isEmpty() ? List.of("(nowhere)") : lines(branches, "")));
      List<Part> reaches = source.parts().stream().filter(part -> part instanceof Part.Reach).toList();
      if (!reaches.isEmpty()) {
        arrows.add(new Arrow(box, boxes.size(), ""));
        boxes.add(new Box(1, "(no channel)", lines(reaches, "")));
      }
      sends(box, source.parts(), "", 1);
    }

    private void sends(int from, List<Part> parts, String on, int layer) {
      for (Part part : parts) {
        if (part instanceof Part.Send send) {
          arrows.add(new Arrow(from, channel(send.to(), layer), on));
        } else if (part instanceof Part.Branch branch) {
          sends(from, branch.parts(), on.isEmpty() ? branch.on() : on + ", " + branch.on(), layer);
        }
      }
    }

    private int channel(String endpoint, int layer) {
      Integer known = channels.get(endpoint);
      if (known != null) {
        return known;
      }
      int box = boxes.size();
      channels.put(endpoint, box);
      List<Part> parts = map.behind(endpoint);
      boxes.add(new Box(layer, RouteMap.name(endpoint), lines(parts, "")));
      sends(box, parts, "", layer + 1);
      return box;
    }

    private static List<String> lines(List<Part> parts, String indent) {
      List<String> lines = new ArrayList<>();
      for (Part part : parts) {
        if (part instanceof Part.Reach reach) {
          lines.add(indent + reach.what());
        } else if (part instanceof Part.Send send) {
          lines.add(indent + "-> " + RouteMap.name(send.to()));
        } else if (part instanceof Part.Branch branch && !branch.parts().isEmpty()) {
          lines.add(indent + branch.on() + ":");
          lines.addAll(lines(branch.parts(), indent + "  "));
        }
      }
      return lines;
    }
  }
}
