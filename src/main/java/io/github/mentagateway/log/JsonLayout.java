package io.github.mentagateway.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * One object for each event: {@code time} (UTC), {@code level}, {@code logger}, {@code message} as the text has it, {@code exception} as far as
 * the text tells it, and the {@code key=value} pairs of the message as strings: a field that were a number in some lines and text in others
 * would be refused by whoever collects them.
 */
final class JsonLayout extends AbstractStringLayout {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final JsonFactory json = new JsonFactory();
  private final PatternLayout exception;

  JsonLayout(Configuration configuration) {
    super(StandardCharsets.UTF_8);
    exception = PatternLayout.newBuilder().withConfiguration(configuration).withAlwaysWriteExceptions(false)
        .withPattern("%ex{" + System.getProperty("menta.log.exception", "short.message") + "}").build();
  }

  @Override
  public String toSerializable(LogEvent event) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeMillis())));
    line.put("level", event.getLevel().name());
    line.put("logger", event.getLoggerName());
    line.put("message", event.getMessage().getFormattedMessage());
    if (event.getThrown() != null) {
      line.put("exception", exception.toSerializable(event).strip());
    }
    LogFields.of(event.getLoggerName(), event.getMessage()).forEach(line::putIfAbsent);
    StringWriter text = new StringWriter(512);
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      for (Map.Entry<String, String> field : line.entrySet()) {
        out.writeStringField(field.getKey(), field.getValue());
      }
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append(System.lineSeparator()).toString();
  }
}
