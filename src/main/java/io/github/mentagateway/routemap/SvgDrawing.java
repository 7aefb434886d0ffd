package io.github.mentagateway.routemap;

import io.github.mentagateway.privacy.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Boxes in columns, one below the other, with curves between them. Whole numbers only, so that it is the same everywhere. */
final class SvgDrawing {
  private static final int LONGEST = 64;
  /** Of a monospaced letter of 12 pixels, rounded up: fonts differ. */
  private static final int LETTER = 8;
  private static final int LINE = 16;
  private static final int PADDING = 8;
  private static final int GAP = 14;
  private static final int BETWEEN = 90;
  private static final int MARGIN = 16;

  private final Graph graph;
  private final StringBuilder svg = new StringBuilder();
  private final List<Place> places = new ArrayList<>();
  private int width = MARGIN;
  private int height = MARGIN;

  private record Place(int x, int y, int width, int height) {}

  private SvgDrawing(Graph graph) {
    this.graph = graph;
  }

  static String of(Graph graph) {
    SvgDrawing drawing = new SvgDrawing(graph);
    drawing.arrange();
    return drawing.draw();
  }

  private void arrange() {
    graph.boxes().forEach(box -> places.add(null));
    int layers = graph.boxes().stream().mapToInt(Graph.Box::layer).max().orElse(-1) + 1;
    for (int layer = 0; layer < layers; layer++) {
      int longest = 0;
      for (Graph.Box box : graph.boxes()) {
        longest = box.layer() == layer ? Math.max(longest, longest(box)) : longest;
      }
      int boxWidth = longest * LETTER + 2 * PADDING;
      int y = MARGIN;
      for (int i = 0; i < graph.boxes().size(); i++) {
        Graph.Box box = graph.boxes().get(i);
        if (box.layer() == layer) {
          int boxHeight = (box.lines().size() + 1) * LINE + 2 * PADDING;
          y = layer < 2 ? y : Math.max(y, besideItsSource(i));
          places.set(i, new Place(width, y, boxWidth, boxHeight));
          y += boxHeight + GAP;
        }
      }
      height = Math.max(height, y - GAP + MARGIN);
      width += boxWidth + (layer + 1 < layers ? BETWEEN : MARGIN);
    }
  }

  private int besideItsSource(int box) {
    return graph.arrows().stream().filter(arrow -> arrow.to() == box).map(arrow -> places.get(arrow.from())).filter(Objects::nonNull)
        .mapToInt(Place::y).findFirst().orElse(0);
  }

  private static int longest(Graph.Box box) {
    return Math.max(columns(Masks.oneLine(box.title(), LONGEST)),
        box.lines().stream().mapToInt(line -> columns(Masks.oneLine(line, LONGEST))).max().orElse(0));
  }

  /** A letter of East Asia is as wide as two. */
  private static int columns(String text) {
    return text.codePoints().map(c -> c >= 0x1100 ? 2 : 1).sum();
  }

  private String draw() {
    int top = height;
    height += graph.notes().size() * LINE;
    int widest = Math.max(width, graph.notes().stream().mapToInt(note -> note.length() * LETTER + 2 * MARGIN).max().orElse(0));
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(widest).append("\" height=\"").append(height)
        .append("\" viewBox=\"0 0 ").append(widest).append(' ').append(height).append("\" font-family=\"monospace\" font-size=\"12\">\n")
        .append("<title>Routes of Menta Gateway</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n")
        .append("<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">")
        .append("<path d=\"M0 0 L8 4 L0 8 z\" fill=\"#5b6b7b\"/></marker></defs>\n");
    graph.arrows().forEach(this::arrow);
    for (int i = 0; i < graph.boxes().size(); i++) {
      box(graph.boxes().get(i), places.get(i));
    }
    for (int i = 0; i < graph.notes().size(); i++) {
      text(MARGIN, top + i * LINE, "fill=\"#b00020\"", graph.notes().get(i));
    }
    return svg.append("</svg>\n").toString();
  }

  private void arrow(Graph.Arrow arrow) {
    Place from = places.get(arrow.from());
    Place to = places.get(arrow.to());
    int x1 = from.x() + from.width();
    int y1 = from.y() + from.height() / 2;
    int y2 = to.y() + to.height() / 2;
    svg.append("<path d=\"M").append(x1).append(' ').append(y1).append(" C").append(x1 + BETWEEN / 2).append(' ').append(y1).append(' ')
        .append(to.x() - BETWEEN / 2).append(' ').append(y2).append(' ').append(to.x()).append(' ').append(y2)
        .append("\" fill=\"none\" stroke=\"#5b6b7b\" marker-end=\"url(#head)\"/>\n");
  }

  private void box(Graph.Box box, Place place) {
    svg.append("<g><rect class=\"box\" x=\"").append(place.x()).append("\" y=\"").append(place.y()).append("\" width=\"")
        .append(place.width()).append("\" height=\"").append(place.height()).append("\" rx=\"4\" fill=\"").append(box.layer() == 0
            ? "#eef4ff" : "#f4f6f8")
        .append("\" stroke=\"#5b6b7b\"/>\n");
    int y = place.y() + PADDING + LINE - 4;
    text(place.x() + PADDING, y, "font-weight=\"bold\"", box.title());
    for (String line : box.lines()) {
      y += LINE;
      text(place.x() + PADDING, y, "", line);
    }
    svg.append("</g>\n");
  }

  /** A line that is cut is whole when the pointer stays on it. */
  private void text(int x, int y, String attributes, String line) {
    String shown = Masks.oneLine(line, LONGEST);
    svg.append("<text x=\"").append(x).append("\" y=\"").append(y).append("\" xml:space=\"preserve\"")
        .append(attributes.isEmpty() ? "" : " ").append(attributes).append('>').append(escaped(shown)).append(shown.equals(line) ? ""
            : "<title>" + escaped(line) + "</title>")
        .append("</text>\n");
  }

  private static String escaped(String text) {
    StringBuilder xml = new StringBuilder();
    text.codePoints().forEach(c -> {
      switch (c) {
        case '&' -> xml.append("&amp;");
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '"' -> xml.append("&quot;");
        // what no XML document may hold
        default -> xml.appendCodePoint(c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF ? '?' : c);
      }
    });
    return xml.toString();
  }
}
