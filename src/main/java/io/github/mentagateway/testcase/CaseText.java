package io.github.mentagateway.testcase;

import java.util.stream.Collectors;

/** A failed case for a person: each difference with its place, expected and actual one below the other. */
public final class CaseText {
  private CaseText() {}

  public static String of(CaseResult result) {
    return result.mismatches().stream().map(CaseText::of).collect(Collectors.joining("\n"));
  }

  private static String of(Mismatch mismatch) {
    String head = mismatch.file() + ":" + mismatch.line() + ":" + mismatch.column() + ": " + mismatch.what() + "\n";
    boolean oneLine = !mismatch.expected().contains("\n") && !mismatch.actual().contains("\n");
    return head + (oneLine ? "    expected  " + mismatch.expected() + "\n    actual    " + mismatch.actual()
        : lines(mismatch.expected().split("\n", -1), mismatch.actual().split("\n", -1)));
  }

  /** A short table of what was taken out and put in; equal lines stand once. */
  private static String lines(String[] expected, String[] actual) {
    int[][] common = new int[expected.length + 1][actual.length + 1];
    for (int i = expected.length - 1; i >= 0; i--) {
      for (int j = actual.length - 1; j >= 0; j--) {
        common[i][j] = expected[i].equals(actual[j]) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    StringBuilder text = new StringBuilder("    - expected\n    + actual");
    int i = 0;
    int j = 0;
    while (i < expected.length || j < actual.length) {
      if (i < expected.length && j < actual.length && expected[i].equals(actual[j])) {
        text.append("\n      ").append(expected[i++]);
        j++;
      } else if (i < expected.length && (j == actual.length || common[i + 1][j] >= common[i][j + 1])) {
        text.append("\n    - ").append(expected[i++]);
      } else {
        text.append("\n    + ").append(actual[j++]);
      }
    }
    return text.toString();
  }
}
