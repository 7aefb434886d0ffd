package io.github.mentagateway.cli;

import io.github.mentagateway.settings.Settings;

/** Runs the gateway until it is told to end. */
@FunctionalInterface
public interface GatewayRunner {

  /** @return the exit code; an exception's message is printed as the sentence that says why it did not start, with exit code 1 */
  int run(Settings settings) throws Exception;
}
