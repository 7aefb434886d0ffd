package io.github.mentagateway.log;

import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** Turns the log of this process into JSON. */
public final class JsonLog {
  private static final String TEXT = "stdout";

  private JsonLog() {}

  /** From the next line on. A log of the operator's own ({@code log4j2.configurationFile}) without the shipped appender stays as it is. */
  public static void begin() {
    LoggerContext context = LoggerContext.getContext(false);
    Configuration configuration = context.getConfiguration();
    LoggerConfig root = configuration.getRootLogger();
    if (root.getAppenders().get(TEXT) instanceof ConsoleAppender text) {
      ConsoleAppender json = ConsoleAppender.newBuilder().setName("json").setTarget(text.getTarget())
          .setLayout(new JsonLayout(configuration)).setConfiguration(configuration).build();
      json.start();
      configuration.addAppender(json);
      root.removeAppender(TEXT);
      root.addAppender(json, null, null);
      context.updateLoggers();
    }
  }
}
