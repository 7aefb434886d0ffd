package io.github.mentagateway.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Notifications as menta sends them, from {@code src/test/resources/samples}, and shorthands. */
final class Samples {
  private static final EnvelopeReader READER = new EnvelopeReader(EnvelopeMapper.create());

  private Samples() {}

  static byte[] bytes(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/samples/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Envelope sample(String name) throws UnusableEnvelopeException {
    return READER.read(bytes(name));
  }

  static Envelope read(String json) throws UnusableEnvelopeException {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  static Envelope read(byte[] json) throws UnusableEnvelopeException {
    return READER.read(json);
  }
}
