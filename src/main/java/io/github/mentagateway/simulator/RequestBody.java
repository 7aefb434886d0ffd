package io.github.mentagateway.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of a request, which is sent at once, in pieces, or only to its middle. */
final class RequestBody extends HttpEntityWrapper {
  private static final int PIECES = 8;

  private final byte[] bytes;
  private final Duration duration;
  private final boolean breaksOff;
  /** Whether the receiver can have the whole body. */
  private volatile boolean left;

  /** Tells an end that was made on purpose from a failure of the network. */
  static final class BrokenOffException extends IOException {}

  private RequestBody(byte[] bytes, Duration duration, boolean breaksOff) {
    super(new ByteArrayEntity(bytes, ContentType.APPLICATION_JSON));
    this.bytes = bytes;
    this.duration = duration;
    this.breaksOff = breaksOff;
  }

  static RequestBody atOnce(byte[] bytes) {
    return new RequestBody(bytes, Duration.ZERO, false);
  }

  /** @param duration how long it takes until the last byte has left */
  static RequestBody slow(byte[] bytes, Duration duration) {
    return new RequestBody(bytes, duration, false);
  }

  /** Half of the body leaves, and after {@code pause} {@link BrokenOffException} is thrown. */
  static RequestBody truncated(byte[] bytes, Duration pause) {
    return new RequestBody(bytes, pause, true);
  }

  /** True too when the network failed after it had taken the last bytes, because the receiver may have them. */
  boolean hasLeft() {
    return left;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    int last = breaksOff ? bytes.length / 2 : bytes.length;
    int pieces = duration.isZero() || breaksOff ? 1 : Math.min(PIECES, Math.max(1, last));
    for (int piece = 0; piece < pieces; piece++) {
      int from = piece * last / pieces;
      int to = (piece + 1) * last / pieces;
      left = to == bytes.length;
      out.write(bytes, from, to - from);
      out.flush();
      if (piece < pieces - 1 || breaksOff) {
        pause(duration.dividedBy(breaksOff ? 1 : pieces - 1));
      }
    }
    if (breaksOff) {
      throw new BrokenOffException();
    }
  }

  static void pause(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("told to end");
    }
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("it is written, not read");
  }
}
