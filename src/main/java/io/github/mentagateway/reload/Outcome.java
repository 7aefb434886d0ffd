package io.github.mentagateway.reload;

import io.github.mentagateway.routes.Finding;
import java.time.Instant;
import java.util.List;

/**
 * What became of one look at the route files.
 *
 * @param changed the files that were changed, added or removed, as their paths from the gateway's folder
 * @param swapped the files whose routes were exchanged: those that changed, and those that depend on them
 * @param findings errors and warnings, of all files
 * @param failure why a swap could not be made although the check found nothing; null otherwise
 */
public record Outcome(Kind kind, Instant at, List<String> changed, List<String> swapped, List<Finding> findings, String failure) {

  /**
   * BROKEN: a swap failed, and what ran before could not be put back either.
   */
  public enum Kind { UNCHANGED, SWAPPED, REFUSED, BROKEN }

  public boolean isRefused() {
    return kind == Kind.REFUSED || kind == Kind.BROKEN;
  }

  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }
}
