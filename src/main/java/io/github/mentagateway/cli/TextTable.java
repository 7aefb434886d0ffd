package io.github.mentagateway.cli;

import io.github.mentagateway.privacy.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Columns as wide as their widest cell. On a terminal no line is longer than that is wide: times lose their year; the last column, which has
 * reasons, goes to lines of its own when little room is left for it; then the widest are cut. The first one is not cut, as it has what the next
 * command is about.
 */
final class TextTable {
  private static final int LONGEST_CELL = 60;
  private static final int NARROWEST = 6;
  private static final int ROOM_FOR_REASON = 30;
  private static final String INDENT = "    ";
  private static final Pattern TIME = Pattern.compile("^\\d{4}-(\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)Z$");
  private static final Pattern SHORT_TIME = Pattern.compile("\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

  private final Display display;
  private final List<List<String>> rows = new ArrayList<>();
  /** Of the columns that stand side by side. */
  private int[] widths;

  /** @param rows the first one is the heading */
  TextTable(List<List<String>> rows, Display display) {
    this.display = display;
    int last = rows.get(0).size() - 1;
    rows.forEach(row -> this.rows.add(IntStream.rangeClosed(0, last)
        .mapToObj(i -> cell(row.get(i), i == 0 || i == last || !display.isCut() ? ConsoleText.LONGEST_LINE : LONGEST_CELL)).toList()));
    widths = widths(last + 1);
    if (length() > display.columns()) {
      this.rows.replaceAll(row -> row.stream().map(cell -> TIME.matcher(cell).replaceFirst("$1 $2")).toList());
      widths = widths(last);
      if (length() + 2 + ROOM_FOR_REASON <= display.columns()) {
        widths = widths(last + 1);
      }
      fit();
    }
  }

  private static String cell(String text, int longest) {
    return text.isEmpty() ? "-" : Masks.oneLine(text, longest);
  }

  private int[] widths(int columns) {
    return IntStream.range(0, columns).map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0)).toArray();
  }

  private int length() {
    return 2 * (widths.length - 1) + IntStream.of(widths).sum();
  }

  /** Takes from the widest, but the first and times, until all have room or have little left. */
  private void fit() {
    List<Integer> cut = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      int column = i;
      if (rows.stream().noneMatch(row -> SHORT_TIME.matcher(row.get(column)).matches())) {
        cut.add(i);
      }
    }
    for (int all = length(); all > display.columns(); all--) {
      int widest = cut.stream().filter(i -> widths[i] > NARROWEST).max((a, b) -> Integer.compare(widths[a], widths[b])).orElse(0);
      if (widest == 0) {
        return;
      }
      widths[widest]--;
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      boolean isHeading = lines.isEmpty();
      lines.add(line(row, isHeading));
      String last = row.get(row.size() - 1);
      if (widths.length < row.size() && !last.equals("-")) {
        lines.add(Masks.oneLine(INDENT + last, display.columns()));
      }
    }
    return lines;
  }

  /** What has no room even so is left out. */
  private String line(List<String> row, boolean isHeading) {
    StringBuilder line = new StringBuilder();
    int at = 0;
    for (int i = 0; i < widths.length && at < display.columns(); i++) {
      String text = i == 0 ? row.get(i) : Masks.oneLine(row.get(i), Math.min(widths[i], display.columns() - at));
      line.append(isHeading ? display.heading(text) : i == 0 ? text : display.coloured(text));
      at += widths[i] + 2;
      if (i < widths.length - 1 && at < display.columns()) {
        line.append(" ".repeat(widths[i] - text.length() + 2));
      }
    }
    return line.toString().stripTrailing();
  }
}
