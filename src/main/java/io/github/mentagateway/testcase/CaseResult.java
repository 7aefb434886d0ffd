package io.github.mentagateway.testcase;

import java.time.Duration;
import java.util.List;

/**
 * How a case ended.
 *
 * @param line where it begins, from 1
 * @param mismatches empty unless it failed
 */
public record CaseResult(String file, int line, int column, String name, Outcome outcome, List<Mismatch> mismatches, Duration took) {

  /** UNFINISHED: it expects nothing yet. UPDATED: its expectation was written. */
  public enum Outcome { PASSED, FAILED, UNFINISHED, UPDATED }
}
