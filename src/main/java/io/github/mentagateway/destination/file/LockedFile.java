package io.github.mentagateway.destination.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that no other process appends to while it is open here. The lock of the system does not keep the threads of this process
 * away, and ends as soon as this process closes any channel to the file: so the one that reads stays open as long.
 */
final class LockedFile implements AutoCloseable {
  private final Path file;
  private final FileChannel reading;
  private final FileChannel writing;

  private LockedFile(Path file, FileChannel reading, FileChannel writing) {
    this.file = file;
    this.reading = reading;
    this.writing = writing;
  }

  /** Waits until no other process has it. It is made when it is not there. */
  static LockedFile open(Path file) throws IOException {
    FileChannel writing = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    FileChannel reading = null;
    try {
      reading = FileChannel.open(file, StandardOpenOption.READ);
      writing.lock();
      return new LockedFile(file, reading, writing);
    } catch (IOException | RuntimeException e) {
      try (writing; FileChannel opened = reading) {
        throw e;
      }
    }
  }

  boolean endsWithLine() throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return reading.size() == 0 || reading.read(last, reading.size() - 1) == 1 && last.get(0) == '\n';
  }

  boolean holds(byte[] line) throws IOException {
    // not closed: see above
    InputStream in = new BufferedInputStream(Channels.newInputStream(reading.position(0)), 1 << 16);
    int same = 0; // how much of the line the current one begins with; -1 when it is another
    for (int next = in.read(); next >= 0; next = in.read()) {
      same = same >= 0 && same < line.length && line[same] == (byte) next ? same + 1 : -1;
      if (same == line.length) {
        return true;
      }
      if (next == '\n') {
        same = 0;
      }
    }
    return false;
  }

  /** Returns when the bytes are on disk. */
  void append(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    if (writing.write(bytes) < length) {
      throw new IOException("the line was not written whole into " + file + ": is the disk full?");
    }
    writing.force(true);
  }

  /** Ends the lock too. */
  @Override
  public void close() throws IOException {
    try (reading) {
      writing.close();
    }
  }
}
