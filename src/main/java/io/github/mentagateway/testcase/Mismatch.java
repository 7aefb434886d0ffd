package io.github.mentagateway.testcase;

/**
 * Where a case expects something else than what happened.
 *
 * @param line of the expectation, from 1
 * @param what the part, such as {@code deliveries.fulfilment[1].calls[1].url}
 * @param expected as YAML, or a sentence
 */
public record Mismatch(String file, int line, int column, String what, String expected, String actual) {}
