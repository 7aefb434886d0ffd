package io.github.mentagateway.envelope;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The JDK's reader of gzip, with a limit on empty members in a row. It reads all members (RFC 1952, 2.2) and ignores what follows them. For
 * each empty member it calls itself once more, and some thousand of those, of 20 bytes each, would overflow the stack.
 */
final class GzipMembers extends GZIPInputStream {
  private static final int MOST_EMPTY_IN_A_ROW = 100;

  private int depth;

  GzipMembers(byte[] raw) throws IOException {
    super(new ByteArrayInputStream(raw));
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (depth > MOST_EMPTY_IN_A_ROW) {
      throw new ZipException("more than " + MOST_EMPTY_IN_A_ROW + " empty members in a row");
    }
    depth++;
    try {
      return super.read(buffer, offset, length);
    } finally {
      depth--;
    }
  }
}
