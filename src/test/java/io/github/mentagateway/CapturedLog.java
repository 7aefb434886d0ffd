package io.github.mentagateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Captures what is written to one logger, as "LEVEL message", until it is closed. */
public final class CapturedLog extends AbstractAppender implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> thrown = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Level before;

  private CapturedLog(Logger logger) {
    super("captured", null, null, true, Property.EMPTY_ARRAY);
    this.logger = logger;
    this.before = logger.getLevel();
  }

  public static CapturedLog of(String name) {
    CapturedLog log = new CapturedLog((Logger) LogManager.getLogger(name));
    log.start();
    log.logger.addAppender(log);
    log.logger.setLevel(Level.INFO);
    return log;
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The exceptions in the captured events. */
  public List<String> thrown() {
    return List.copyOf(thrown);
  }

  @Override
  public void append(LogEvent event) {
    if (event.getThrown() != null) {
      thrown.add(event.getThrown().toString());
    }
    lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    logger.setLevel(before);
    stop();
  }
}
