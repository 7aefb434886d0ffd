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
        : "    - expected\n    + actual\n" + LineDiff.of(mismatch.expected(), mismatch.actual()).indent(4).stripTrailing());
  }
}
