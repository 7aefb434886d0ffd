package io.github.mentagateway.routes;

/**
 * A fault in a route file, which its author has to mend.
 *
 * @param file the path from the gateway's folder
 * @param line from 1
 * @param column from 1
 */
public record Finding(String file, int line, int column, String message) {

  String place() {
    return file + ":" + line + ":" + column;
  }

  @Override
  public String toString() {
    return place() + ": " + message;
  }
}
