package io.github.mentagateway;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies as a proxy compresses them. */
public final class Compressed {
  private Compressed() {}

  public static byte[] gzip(String text) {
    return gzip(text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] gzip(byte[] plain) {
    return through(GZIPOutputStream::new, plain);
  }

  public static byte[] zlib(String text) {
    return through(DeflaterOutputStream::new, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The parts behind one another. */
  public static byte[] join(byte[]... parts) {
    return through(FilterOutputStream::new, parts);
  }

  public static byte[] times(int count, byte[] part) {
    byte[][] parts = new byte[count][];
    Arrays.fill(parts, part);
    return join(parts);
  }

  private interface Filter {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] through(Filter filter, byte[]... parts) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = filter.over(packed)) {
      for (byte[] part : parts) {
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
