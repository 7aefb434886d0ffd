package io.github.mentagateway.routes;

/**
 * A fault in a route file, which its author has to mend.
 *
 * @param rule the rule's short name, such as {@code unknown-option}, for programs
 * @param file the path from the gateway's folder
 * @param line from 1
 * @param column from 1
 */
public record Finding(Severity severity, String rule, String file, int line, int column, String message) {

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  public String place() {
    return file + ":" + line + ":" + column;
  }

  @Override
  public String toString() {
    return place() + ": " + message;
  }
}
