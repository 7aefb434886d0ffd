package io.github.mentagateway.store.delivery;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which attempts are under way in this process, in a small file of fixed slots; the first one holds the number of the instance. A slot is
 * written without fsync: the page cache outlives {@code kill -9}, and a power failure is no fault of a message. So the next start knows what was
 * really begun, at the cost of one write to memory instead of a commit. It is locked: one folder serves one process.
 */
public final class AttemptFile implements AutoCloseable {
  record Slot(long number, int attempt, long startedAt) {}

  /** @param instance 0: there was none */
  record Before(long instance, List<Slot> attempts) {}

  private static final int SLOT_BYTES = 3 * Long.BYTES;

  /** Not a FileChannel: an interrupted thread that touches one closes it for everybody. */
  private final RandomAccessFile file;
  private final BitSet taken = new BitSet();
  /** By the number of the delivery: where each is, and what stands there. */
  private final Map<Long, Integer> places = new HashMap<>();
  private final Map<Long, Slot> slots = new HashMap<>();

  /** @throws InUseException when somebody else has it, in this process or another */
  public AttemptFile(Path path) throws IOException {
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

  /** What the process before left. Stays in the file until {@link #start}. */
  synchronized Before before() throws IOException {
    byte[] bytes = new byte[(int) (file.length() / SLOT_BYTES) * SLOT_BYTES];
    file.seek(0);
    file.readFully(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long instance = 0;
    List<Slot> found = new ArrayList<>();
    for (int i = 0; buffer.hasRemaining(); i++) {
      Slot slot = new Slot(buffer.getLong(), (int) buffer.getLong(), buffer.getLong());
      if (i == 0) {
        instance = slot.number();
      } else if (slot.number() != 0) {
        found.add(slot);
      }
    }
    return new Before(instance, found);
  }

  /** Of this instance nothing is under way. */
  synchronized void start(long instance) throws IOException {
    file.setLength(0);
    taken.clear();
    places.clear();
    slots.clear();
    write(0, instance, 0, 0);
    taken.set(0);
  }

  /** @param startedAt in microseconds */
  synchronized void begin(long number, int attempt, long startedAt) throws IOException {
    int slot = taken.nextClearBit(1);
    write(slot, number, attempt, startedAt);
    taken.set(slot);
    places.put(number, slot);
    slots.put(number, new Slot(number, attempt, startedAt));
  }

  synchronized void end(long number) throws IOException {
    slots.remove(number);
    Integer slot = places.remove(number);
    if (slot != null) {
      write(slot, 0, 0, 0);
      taken.clear(slot);
    }
  }

  /** By the number of the delivery. */
  synchronized Map<Long, Slot> underWay() {
    return Map.copyOf(slots);
  }

  private void write(int slot, long number, long attempt, long startedAt) throws IOException {
    file.seek((long) slot * SLOT_BYTES);
    file.write(ByteBuffer.allocate(SLOT_BYTES).putLong(number).putLong(attempt).putLong(startedAt).array());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** One folder serves one process. */
  public static final class InUseException extends IOException {
    InUseException(Path path) {
      super(path + " is locked");
    }
  }
}
