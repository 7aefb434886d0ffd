package io.github.mentagateway.testcase;

import java.util.ArrayList;
import java.util.List;

/** Two texts as one: lines of the first alone begin with {@code -}, those of the second alone with {@code +}, and equal ones stand once. */
public final class LineDiff {
  private LineDiff() {}

  public static String of(String first, String second) {
    return String.join("\n", lines(first.split("\n", -1), second.split("\n", -1)));
  }

  private static List<String> lines(String[] first, String[] second) {
    // the longest common part from each pair of places on
    int[][] common = new int[first.length + 1][second.length + 1];
    for (int i = first.length - 1; i >= 0; i--) {
      for (int j = second.length - 1; j >= 0; j--) {
        common[i][j] = first[i].equals(second[j]) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < first.length || j < second.length) {
      if (i < first.length && j < second.length && first[i].equals(second[j])) {
        lines.add("  " + first[i++]);
        j++;
      } else if (i < first.length && (j == second.length || common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + first[i++]);
      } else {
        lines.add("+ " + second[j++]);
      }
    }
    return lines;
  }
}
