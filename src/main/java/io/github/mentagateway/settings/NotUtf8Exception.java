package io.github.mentagateway.settings;

import java.nio.charset.CharacterCodingException;

/** A text is not in UTF-8. It names the first such line, and shows nothing of it. */
public final class NotUtf8Exception extends CharacterCodingException {
  public static final String RULE = "is not UTF-8, so the file was saved in another encoding, such as ISO-8859-1 or UTF-16: save it as UTF-8";

  private final int line;

  NotUtf8Exception(int line) {
    this.line = line;
  }

  /** The number of the line, from 1. */
  public int line() {
    return line;
  }

  @Override
  public String getMessage() {
    return "line " + line + " " + RULE;
  }
}
