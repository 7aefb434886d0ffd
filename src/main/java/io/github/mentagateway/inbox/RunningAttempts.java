package io.github.mentagateway.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which attempts are under way, in a small file of fixed slots. A slot is written without fsync: the page cache outlives
 * {@code kill -9}, and a power failure is no fault of a message. So an attempt that the process did not survive is known at the next
 * start, at the cost of one write to memory instead of a commit.
 */
final class RunningAttempts implements AutoCloseable {
  record Slot(long number, int attempt, Instant startedAt) {}

  private static final int SLOT_BYTES = 3 * Long.BYTES;

  private final FileChannel file;
  private final BitSet taken = new BitSet();
  private final Map<Long, Integer> slots = new HashMap<>();

  RunningAttempts(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** What was under way when the last process ended. Stays in the file until {@link #clear}. */
  synchronized List<Slot> interrupted() throws IOException {
    List<Slot> found = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(SLOT_BYTES);
    for (long at = 0; at + SLOT_BYTES <= file.size(); at += SLOT_BYTES) {
      buffer.clear();
      file.read(buffer, at);
      buffer.flip();
      long number = buffer.getLong();
      int attempt = (int) buffer.getLong();
      if (number != 0) {
        found.add(new Slot(number, attempt, Instant.ofEpochMilli(buffer.getLong())));
      }
    }
    return found;
  }

  synchronized void clear() throws IOException {
    file.truncate(0);
  }

  synchronized void begin(long number, int attempt, Instant startedAt) throws IOException {
    int slot = taken.nextClearBit(0);
    write(slot, number, attempt, startedAt.toEpochMilli());
    taken.set(slot);
    slots.put(number, slot);
  }

  synchronized void end(long number) throws IOException {
    Integer slot = slots.remove(number);
    if (slot != null) {
      write(slot, 0, 0, 0);
      taken.clear(slot);
    }
  }

  private void write(int slot, long number, long attempt, long startedAt) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SLOT_BYTES).putLong(number).putLong(attempt).putLong(startedAt).flip();
    long at = (long) slot * SLOT_BYTES;
    while (buffer.hasRemaining()) {
      at += file.write(buffer, at);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
