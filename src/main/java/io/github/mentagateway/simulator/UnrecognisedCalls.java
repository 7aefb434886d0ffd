package io.github.mentagateway.simulator;

import java.util.List;

/**
 * Calls that the recorder did not recognise.
 *
 * @param examples a few of them, by method and path
 */
public record UnrecognisedCalls(long count, List<String> examples) {
  static final UnrecognisedCalls NONE = new UnrecognisedCalls(0, List.of());
}
