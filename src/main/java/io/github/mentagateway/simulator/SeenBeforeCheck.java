package io.github.mentagateway.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what the receiver had before this run: a seed that is played twice looks like losses, because no copy is delivered. */
final class SeenBeforeCheck {
  private static final String DUPLICATE = "duplicate";

  final FindingCounter familiar = new FindingCounter("seen-before",
      "notifications called duplicates, and their first copies came before this run: play a seed that this inbox has not had");

  /** A content counts when all its attempts were answered as duplicates: an attempt without an answer may have been the first copy. */
  void check(List<Attempt> attempts) {
    Set<Content> ofThisRun = new HashSet<>();
    attempts.stream().filter(attempt -> attempt.receipt() != Attempt.Receipt.NONE && !isDuplicate(attempt))
        .forEach(attempt -> ofThisRun.add(Content.of(attempt.message())));
    Set<Integer> counted = new HashSet<>();
    for (Attempt attempt : attempts) {
      if (isDuplicate(attempt) && !ofThisRun.contains(Content.of(attempt.message())) && counted.add(attempt.message().number())) {
        familiar.found(1, attempt.message(), null, "a duplicate in attempt " + attempt.number());
      }
    }
  }

  private static boolean isDuplicate(Attempt attempt) {
    return attempt.answer() != null && DUPLICATE.equals(attempt.answer().outcome());
  }
}
