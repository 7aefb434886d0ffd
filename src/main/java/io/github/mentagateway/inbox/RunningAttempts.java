package io.github.mentagateway.inbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
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

  /** Not a FileChannel: an interrupted thread that touches one closes it for everybody. */
  private final RandomAccessFile file;
  private final BitSet taken = new BitSet();
  private final Map<Long, Integer> slots = new HashMap<>();

  /** @throws InUseException when another inbox has it, in this process or another */
  RunningAttempts(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    boolean mine = false;
    try {
      mine = file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException inThisProcess) {
      mine = false;
    } finally {
      if (!mine) {
        file.close();
      }
    }
    if (!mine) {
      throw new InUseException(path);
    }
  }

  /** What was under way when the last process ended. Stays in the file until {@link #clear}. */
  synchronized List<Slot> interrupted() throws IOException {
    List<Slot> found = new ArrayList<>();
    byte[] bytes = new byte[(int) (file.length() / SLOT_BYTES) * SLOT_BYTES];
    file.seek(0);
    file.readFully(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      Slot slot = new Slot(buffer.getLong(), (int) buffer.getLong(), Instant.ofEpochMilli(buffer.getLong()));
      if (slot.number() != 0) {
        found.add(slot);
      }
    }
    return found;
  }

  synchronized void clear() throws IOException {
    file.setLength(0);
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
    file.seek((long) slot * SLOT_BYTES);
    file.write(ByteBuffer.allocate(SLOT_BYTES).putLong(number).putLong(attempt).putLong(startedAt).array());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** One folder serves one inbox. */
  static final class InUseException extends IOException {
    InUseException(Path path) {
      super(path + " is locked");
    }
  }
}
