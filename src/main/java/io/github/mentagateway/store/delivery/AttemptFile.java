package io.github.mentagateway.store.delivery;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which attempts are under way in this process, in a small file of fixed slots; the first one holds the number of the instance, up to which
 * number its notifications are answered, and which store it is of. What is answered beyond that, while an earlier one is not, has a slot too. A
 * slot is written without fsync: the page cache outlives {@code kill -9}, and a power failure is no fault of a message. So the next start knows
 * what was really begun and answered, at the cost of one write to memory instead of a commit. It is locked: one folder serves one process.
 */
public final class AttemptFile implements AutoCloseable {
  record Slot(long number, int attempt, long startedAt) {}

  /** @param instance 0: there was none on this store; {@code answeredToo}: of its notifications, whatever {@code answeredUpTo} says */
  record Before(long instance, long answeredUpTo, Set<Long> answeredToo, List<Slot> attempts) {
    static final Before NONE = new Before(0, 0, Set.of(), List.of());
  }

  private static final int SLOT_BYTES = 3 * Long.BYTES;
  /** In the place of an attempt's number: the slot is that of an answered notification. */
  private static final int ANSWERED = -1;

  /** Not a FileChannel: an interrupted thread that touches one closes it for everybody. */
  private final RandomAccessFile file;
  private long instance;
  private long store;
  private final BitSet taken = new BitSet();
  /** By the number of the delivery: where each is, and what stands there. */
  private final Map<Long, Integer> places = new HashMap<>();
  private final Map<Long, Slot> slots = new HashMap<>();
  /** By the number of an answered notification: where it is. */
  private final Map<Long, Integer> answeredToo = new HashMap<>();

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

  /** What the process before left, if it had the same store. Stays in the file until {@link #start}. */
  synchronized Before before(long itsStore) throws IOException {
    byte[] bytes = new byte[(int) (file.length() / SLOT_BYTES) * SLOT_BYTES];
    file.seek(0);
    file.readFully(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (!buffer.hasRemaining()) {
      return Before.NONE;
    }
    long itsInstance = buffer.getLong();
    long answeredUpTo = buffer.getLong();
    if (buffer.getLong() != itsStore) {
      return Before.NONE;
    }
    List<Slot> found = new ArrayList<>();
    Set<Long> answered = new HashSet<>();
    while (buffer.hasRemaining()) {
      Slot slot = new Slot(buffer.getLong(), (int) buffer.getLong(), buffer.getLong());
      if (slot.attempt() == ANSWERED) {
        answered.add(slot.number());
      } else if (slot.number() != 0) {
        found.add(slot);
      }
    }
    return new Before(itsInstance, answeredUpTo, answered, found);
  }

  /** Of this instance nothing is under way. */
  synchronized void start(long newInstance, long itsStore) throws IOException {
    instance = newInstance;
    store = itsStore;
    file.setLength(0);
    taken.clear();
    places.clear();
    slots.clear();
    answeredToo.clear();
    write(0, instance, 0, store);
    taken.set(0);
  }

  /** Of this instance's notifications, up to this number. */
  synchronized void answeredUpTo(long number) throws IOException {
    write(0, instance, number, store);
  }

  /** Of this instance's notifications, this one. */
  synchronized void answered(long number) throws IOException {
    if (answeredToo.containsKey(number)) {
      // each copy of it is answered
      return;
    }
    int slot = taken.nextClearBit(1);
    write(slot, number, ANSWERED, 0);
    taken.set(slot);
    answeredToo.put(number, slot);
  }

  /** Those that have a slot. */
  synchronized Set<Long> answeredToo() {
    return Set.copyOf(answeredToo.keySet());
  }

  /** Something else tells that it is answered. Its slot is free, and stands as it is until another one needs it: it says nothing wrong. */
  synchronized void forgetAnswered(long number) {
    Integer slot = answeredToo.remove(number);
    if (slot != null) {
      taken.clear(slot);
    }
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
