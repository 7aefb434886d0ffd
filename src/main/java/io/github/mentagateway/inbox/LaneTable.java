package io.github.mentagateway.inbox;

import java.util.function.Consumer;

/** Lanes by key: open addressing, since a map of boxed keys would cost as much as the lanes. Guarded by {@link Lanes}. */
final class LaneTable {
  private static final int SMALLEST = 16;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Lane[] slots = new Lane[SMALLEST];
  private int size;

  /** Null when there is none. */
  Lane get(long key) {
    return slots[find(key)];
  }

  /** @param lane one whose key is not there yet */
  void add(Lane lane) {
    if (size >= slots.length / 4 * 3) {
      resize(slots.length * 2);
    }
    slots[find(lane.key)] = lane;
    size++;
  }

  void remove(Lane lane) {
    int gap = find(lane.key);
    if (slots[gap] == null) {
      return;
    }
    slots[gap] = null;
    size--;
    // whatever was pushed on by others moves back, so that no search ends at the gap
    for (int i = next(gap); slots[i] != null; i = next(i)) {
      int home = home(slots[i].key);
      if ((i - home & slots.length - 1) >= (i - gap & slots.length - 1)) {
        slots[gap] = slots[i];
        slots[i] = null;
        gap = i;
      }
    }
    if (slots.length > SMALLEST && size < slots.length / 8) {
      resize(slots.length / 2);
    }
  }

  /** The consumer must not change the table. */
  void forEach(Consumer<Lane> consumer) {
    for (Lane lane : slots) {
      if (lane != null) {
        consumer.accept(lane);
      }
    }
  }

  int size() {
    return size;
  }

  /** The slot that holds it, or the free one where it belongs. */
  private int find(long key) {
    int i = home(key);
    while (slots[i] != null && slots[i].key != key) {
      i = next(i);
    }
    return i;
  }

  private int home(long key) {
    return (int) (key * GOLDEN >>> 32) & slots.length - 1;
  }

  private int next(int i) {
    return i + 1 & slots.length - 1;
  }

  private void resize(int length) {
    Lane[] before = slots;
    slots = new Lane[length];
    for (Lane lane : before) {
      if (lane != null) {
        slots[find(lane.key)] = lane;
      }
    }
  }
}
