package io.github.mentagateway.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The answers of one connection, one after the other; each has a Content-Length, as both servers send it. */
final class AnswerReader {
  static final int INCOMPLETE = 0;
  private static final String LENGTH = "\r\ncontent-length: ";

  private final StringBuilder text = new StringBuilder();
  private String last = "";

  /** The status when an answer is complete, else {@link #INCOMPLETE}. */
  int add(Buffer part) {
    text.append(part.toString(StandardCharsets.ISO_8859_1));
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return INCOMPLETE;
    }
    String lines = text.substring(0, head).toLowerCase(java.util.Locale.ROOT);
    int at = lines.indexOf(LENGTH);
    if (at < 0) {
      throw new IllegalStateException("an answer without Content-Length: " + lines);
    }
    int from = at + LENGTH.length();
    int end = lines.indexOf('\r', from);
    int length = Integer.parseInt(lines.substring(from, end < 0 ? lines.length() : end).strip());
    if (text.length() < head + 4 + length) {
      return INCOMPLETE;
    }
    last = text.toString();
    text.delete(0, head + 4 + length);
    return Integer.parseInt(lines.substring(9, 12));
  }

  /** The answer that was complete last, for an error. */
  String last() {
    return last;
  }
}
