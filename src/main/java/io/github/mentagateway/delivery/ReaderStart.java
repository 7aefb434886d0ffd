package io.github.mentagateway.delivery;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the attempts of readers. While routes are exchanged it keeps those that come waiting until all have come: whether a delivery may be
 * attempted can depend on what else is read. At a start Camel sees to the same.
 */
public final class ReaderStart {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderStart.class);

  private final Runnable allAreOpen;
  private final List<ChannelReader> waiting = new ArrayList<>();
  private boolean held;

  /** @param allAreOpen is run when all channels that are to be read are open, before any reader begins */
  ReaderStart(Runnable allAreOpen) {
    this.allAreOpen = allAreOpen;
  }

  /** Until {@link #release} no reader begins. */
  public synchronized void hold() {
    held = true;
  }

  /** Those that wait begin. */
  public void release() {
    List<ChannelReader> released;
    synchronized (this) {
      held = false;
      released = List.copyOf(waiting);
      waiting.clear();
    }
    allAreOpen.run();
    for (ChannelReader reader : released) {
      try {
        reader.begin();
      } catch (RuntimeException e) {
        LOG.error("event=reader_not_begun error={} next=\"save its route file once more, or restart\"", e.toString(), e);
      }
    }
  }

  /** Now, or with the release. */
  public void begin(ChannelReader reader) {
    synchronized (this) {
      if (held) {
        waiting.add(reader);
        return;
      }
    }
    allAreOpen.run();
    reader.begin();
  }
}
