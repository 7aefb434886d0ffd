package io.github.mentagateway.inbox;

import java.util.Arrays;

/** Lanes by the time at which they fall due: a heap in which each lane knows its place, so that it can be taken out anywhere. */
final class DueQueue {
  private Lane[] heap = new Lane[16];
  private int size;

  void add(Lane lane) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    put(lane, size++);
    up(lane);
  }

  /** Null when it is empty. */
  Lane first() {
    return heap[0];
  }

  /** Also when the lane's time is another one than when it was added. */
  void remove(Lane lane) {
    int at = lane.index;
    Lane last = heap[--size];
    heap[size] = null;
    if (last != lane) {
      put(last, at);
      up(last);
      down(last);
    }
  }

  private void up(Lane lane) {
    while (lane.index > 0 && lane.dueAt < heap[(lane.index - 1) / 2].dueAt) {
      swap(lane, heap[(lane.index - 1) / 2]);
    }
  }

  private void down(Lane lane) {
    while (true) {
      int child = 2 * lane.index + 1;
      if (child + 1 < size && heap[child + 1].dueAt < heap[child].dueAt) {
        child++;
      }
      if (child >= size || lane.dueAt <= heap[child].dueAt) {
        return;
      }
      swap(lane, heap[child]);
    }
  }

  private void swap(Lane one, Lane other) {
    int at = one.index;
    put(one, other.index);
    put(other, at);
  }

  private void put(Lane lane, int at) {
    heap[at] = lane;
    lane.index = at;
  }
}
