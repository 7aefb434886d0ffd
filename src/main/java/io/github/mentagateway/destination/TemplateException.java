package io.github.mentagateway.destination;

/** A template has another form than it must have. */
public final class TemplateException extends IllegalArgumentException {
  private final int at;

  public TemplateException(int at, String message) {
    super(message);
    this.at = at;
  }

  /** Where in the template, in characters. */
  public int at() {
    return at;
  }
}
