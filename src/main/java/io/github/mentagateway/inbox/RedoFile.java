package io.github.mentagateway.inbox;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One of the two files of a {@link RedoLog}: which store it belongs to, then groups one after the other. It is written over from its
 * beginning again and again, so that the file system has nothing to note when it is synced; what an earlier use left behind the last
 * group has lower numbers, and ends the reading.
 *
 * <p>Layout, big-endian: 8 bytes {@code MGREDO01}, 24 bytes of the store's id and NULs; then per group the length of its bytes (4), a
 * CRC-32C of its number and bytes (4), its number (8), its bytes.
 */
final class RedoFile implements Closeable {
  /** @param number rises by one from group to group, through both files */
  record Group(long number, byte[] bytes) {}

  private static final byte[] MAGIC = "MGREDO01".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 32;
  private static final int GROUP_HEADER = 16;

  private final FileChannel channel;
  private long end = HEADER;

  RedoFile(Path path) throws IOException {
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /**
   * Reads the groups of a file, in order, up to the first that is not whole: the process, or the machine, ended while it was written.
   * One group is in memory at a time, since a slow disk may have made the file long.
   */
  static final class Reader implements Closeable {
    private final DataInputStream in;
    private long left;
    private Group next;

    /** @throws IOException also when the file is of another store; one that is not there is empty */
    Reader(Path path, String store) throws IOException {
      left = Files.exists(path) ? Files.size(path) : 0;
      in = new DataInputStream(left == 0 ? InputStream.nullInputStream() : new BufferedInputStream(Files.newInputStream(path)));
      byte[] header = in.readNBytes(HEADER);
      left -= header.length;
      boolean begun = header.length == HEADER && !Arrays.equals(header, new byte[HEADER]);
      if (begun && !Arrays.equals(header, header(store))) {
        in.close();
        throw new IOException(path + " is the redo log of another store, or of another version. If the store's file was put here from"
            + " somewhere else, its own .redo files belong beside it. Otherwise move this file away, and keep it");
      }
      next = begun ? read() : null;
    }

    /** The group that {@link #next} gives; null at the end. */
    Group peek() {
      return next;
    }

    Group next() throws IOException {
      Group group = next;
      next = read();
      if (next != null && next.number() != group.number() + 1) {
        next = null;
      }
      return group;
    }

    private Group read() throws IOException {
      if (left < GROUP_HEADER) {
        return null;
      }
      int length = in.readInt();
      int checksum = in.readInt();
      long number = in.readLong();
      left -= GROUP_HEADER;
      if (length < 1 || length > left) {
        return null;
      }
      byte[] bytes = in.readNBytes(length);
      left -= length;
      return checksum == checksum(number, bytes) ? new Group(number, bytes) : null;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static int checksum(long number, byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static byte[] header(String store) {
    return ByteBuffer.allocate(HEADER).put(MAGIC).put(store.getBytes(StandardCharsets.US_ASCII)).array();
  }

  /** Without any group, and on disk so: for when all of them are in the database, and that is synced. */
  void clear(String store) throws IOException {
    channel.truncate(0);
    write(ByteBuffer.wrap(header(store)), 0);
    channel.force(true);
    end = HEADER;
  }

  /** The next group is the first. */
  void rewind() {
    end = HEADER;
  }

  boolean isEmpty() {
    return end == HEADER;
  }

  /** In the page cache: it outlives the process, and a power failure only after {@link #sync}. */
  void append(Group group) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(GROUP_HEADER + group.bytes().length);
    buffer.putInt(group.bytes().length).putInt(checksum(group.number(), group.bytes())).putLong(group.number()).put(group.bytes());
    write(buffer.flip(), end);
    end += buffer.limit();
  }

  private void write(ByteBuffer buffer, long at) throws IOException {
    long position = at;
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  void sync() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
