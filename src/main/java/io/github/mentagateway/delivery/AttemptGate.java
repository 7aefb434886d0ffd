package io.github.mentagateway.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps readers from their first attempt while routes are exchanged: whether a delivery may be attempted can depend on what else is read. At a start
 * Camel sees to the same.
 */
public final class AttemptGate {
  private final List<ChannelReader> waiting = new ArrayList<>();
  private boolean closed;

  public synchronized void close() {
    closed = true;
  }

  /** Those that wait begin. */
  public void open() {
    List<ChannelReader> released;
    synchronized (this) {
      closed = false;
      released = List.copyOf(waiting);
      waiting.clear();
    }
    released.forEach(ChannelReader::begin);
  }

  /** Now, or when the gate opens. */
  public void begin(ChannelReader reader) {
    synchronized (this) {
      if (closed) {
        waiting.add(reader);
        return;
      }
    }
    reader.begin();
  }
}
