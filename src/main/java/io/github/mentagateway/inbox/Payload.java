package io.github.mentagateway.inbox;

/** A message body at rest. {@code kind} is whatever the writer needs to read {@code bytes} back; null bytes are a null body. */
public record Payload(String kind, byte[] bytes) {

  /** The notification's own body, which is not stored a second time. */
  public static final Payload ORIGINAL = new Payload("original", null);

  private static final String ENVELOPE = "envelope";

  /** @param json an envelope */
  public static Payload envelope(byte[] json) {
    return new Payload(ENVELOPE, json);
  }

  public boolean isEnvelope() {
    return kind.equals(ENVELOPE);
  }

  public boolean isOriginal() {
    return kind.equals(ORIGINAL.kind);
  }

  @Override
  public String toString() {
    return "Payload[" + kind + "]";
  }
}
