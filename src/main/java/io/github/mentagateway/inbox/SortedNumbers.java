package io.github.mentagateway.inbox;

import java.util.Arrays;

/** Numbers in rising order, in a ring: cheap to add at the end and to take from the beginning, which is what nearly always happens. */
final class SortedNumbers {
  private static final int SMALLEST = 2;

  private long[] ring = new long[SMALLEST];
  private int first;
  private int size;

  void add(long number) {
    if (size == ring.length) {
      resize(ring.length * 2);
    }
    int at = size++;
    while (at > 0 && get(at - 1) > number) {
      set(at, get(at - 1));
      at--;
    }
    set(at, number);
  }

  /** Takes the lowest one. */
  long poll() {
    long lowest = get(0);
    first = first + 1 & ring.length - 1;
    size--;
    if (ring.length > SMALLEST && size <= ring.length / 4) {
      resize(ring.length / 2);
    }
    return lowest;
  }

  int size() {
    return size;
  }

  long get(int at) {
    return ring[first + at & ring.length - 1];
  }

  private void set(int at, long number) {
    ring[first + at & ring.length - 1] = number;
  }

  /** The length stays a power of two. */
  private void resize(int length) {
    long[] larger = new long[length];
    for (int i = 0; i < size; i++) {
      larger[i] = get(i);
    }
    ring = larger;
    first = 0;
  }

  @Override
  public String toString() {
    long[] numbers = new long[size];
    Arrays.setAll(numbers, this::get);
    return Arrays.toString(numbers);
  }
}
