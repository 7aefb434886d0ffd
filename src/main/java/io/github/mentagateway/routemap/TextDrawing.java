package io.github.mentagateway.routemap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Three columns of plain text. A cell that is longer than its column goes on in the next line. */
final class TextDrawing {
  private static final int WIDEST_LEFT = 26;
  private static final int WIDEST_MIDDLE = 24;
  private static final String NO_CHANNEL = "(no channel)";

  private final RouteMap map;
  private final int left;
  private final int middle;
  private final int right;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> drawn = new HashSet<>();
  private String pending = "";

  TextDrawing(RouteMap map, int width) {
    this.map = map;
    this.left = Math.min(WIDEST_LEFT, map.sources().stream().mapToInt(source -> source.when().length()).max().orElse(0) + 2);
    int longest = map.destinations().keySet().stream().mapToInt(name -> RouteMap.name(name).length()).max().orElse(0);
    this.middle = Math.min(WIDEST_MIDDLE, Math.max(NO_CHANNEL.length(), longest + 2));
    this.right = Math.max(20, width - left - middle - 4);
  }

  List<String> draw() {
    row("WHEN", "GOES TO", "WHICH REACHES");
    for (RouteMap.Source source : map.sources()) {
      pending = source.when();
      source(source.parts(), "");
      if (!pending.isEmpty()) {
        row(pending, source.parts().isEmpty() ? "(nowhere)" : "", "");
      }
    }
    map.unread().forEach(finding -> lines.add("not drawn: " + finding));
    return lines;
  }

  private void source(List<Part> parts, String indent) {
    boolean reaches = false;
    for (Part part : parts) {
      if (part instanceof Part.Send send) {
        channel(send.to(), "", new HashSet<>());
      } else if (part instanceof Part.Reach reach) {
        row(reaches ? "" : NO_CHANNEL, reach.what());
        reaches = true;
      } else if (part instanceof Part.Branch branch) {
        flush();
        pending = indent + "  " + branch.on();
        source(branch.parts(), indent + "  ");
        flush();
      }
    }
  }

  private void flush() {
    if (!pending.isEmpty()) {
      row(pending, "", "");
      pending = "";
    }
  }

  private void channel(String endpoint, String indent, Set<String> within) {
    String name = indent + RouteMap.name(endpoint);
    List<Part> parts = map.behind(endpoint);
    if (!within.add(endpoint)) {
      row(name, "(again)");
    } else if (!drawn.add(endpoint) && map.destinations().containsKey(endpoint) && !endpoint.equals(RouteMap.NOTIFICATIONS)) {
      row(name, "(as above)");
    } else {
      List<String> names = new ArrayList<>(List.of(name));
      behind(parts, indent, "", names, within);
      if (!names.isEmpty()) {
        row(name, parts.isEmpty() ? "(nothing)" : "");
      }
    }
    within.remove(endpoint);
  }

  /** @param names holds the channel's name until it is written */
  private void behind(List<Part> parts, String indent, String deeper, List<String> names, Set<String> within) {
    for (Part part : parts) {
      String name = names.isEmpty() ? "" : names.get(0);
      if (part instanceof Part.Reach reach) {
        row(name, deeper + reach.what());
        names.clear();
      } else if (part instanceof Part.Branch branch && !branch.parts().isEmpty()) {
        row(name, deeper + branch.on() + ":");
        names.clear();
        behind(branch.parts(), indent, deeper + "  ", names, within);
      } else if (part instanceof Part.Send send) {
        if (!names.isEmpty()) {
          row(name, "");
          names.clear();
        }
        channel(send.to(), indent + "  ", within);
      }
    }
  }

  private void row(String in, String at) {
    String when = pending;
    pending = "";
    row(when, in, at);
  }

  private void row(String when, String in, String at) {
    List<List<String>> cells = List.of(wrapped(when, left), wrapped(in, middle), wrapped(at, right));
    int[] widths = {left + 2, middle + 2, 0};
    int height = cells.stream().mapToInt(List::size).max().orElse(0);
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        String cell = line < cells.get(i).size() ? cells.get(i).get(line) : "";
        text.append(cell).append(" ".repeat(Math.max(0, widths[i] - cell.length())));
      }
      lines.add(text.toString().stripTrailing());
    }
  }

  /** Breaks at blanks, and within a word only when it is longer than a line. What follows is indented further. */
  private static List<String> wrapped(String text, int width) {
    String own = text.substring(0, text.length() - text.stripLeading().length());
    List<String> found = new ArrayList<>();
    StringBuilder line = new StringBuilder(own);
    boolean begun = false;
    for (String word : Arrays.asList(text.strip().split(" "))) {
      String rest = word;
      while (begun && line.length() + 1 + rest.length() > width || line.length() + rest.length() > width) {
        if (begun) {
          found.add(line.toString());
          line = new StringBuilder(own + "  ");
          begun = false;
        } else {
          int end = Math.max(1, width - line.length());
          found.add(line + rest.substring(0, end));
          rest = rest.substring(end);
          line = new StringBuilder(own + "  ");
        }
      }
      line.append(begun ? " " : "").append(rest);
      begun = true;
    }
    found.add(line.toString());
    return found;
  }
}
