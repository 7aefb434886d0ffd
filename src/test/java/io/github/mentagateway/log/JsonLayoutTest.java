package io.github.mentagateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.privacy.LogLine;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What is logged by SLF4J comes out as lines of JSON. */
class JsonLayoutTest {
  private static final String OURS = "io.github.mentagateway.JsonLayoutTest";
  private static final String FOREIGN = "org.example.JsonLayoutTest";

  private final List<String> lines = new ArrayList<>();
  private final JsonLayout layout = new JsonLayout(LoggerContext.getContext(false).getConfiguration());
  private final AbstractAppender appender = new AbstractAppender("json", null, null, true, Property.EMPTY_ARRAY) {
    @Override
    public void append(LogEvent event) {
      lines.add(layout.toSerializable(event));
    }
  };
  private final org.slf4j.Logger log = LoggerFactory.getLogger(OURS);
  private final org.slf4j.Logger foreign = LoggerFactory.getLogger(FOREIGN);

  @BeforeEach
  void listen() {
    appender.start();
    for (String name : List.of(OURS, FOREIGN)) {
      ((Logger) LogManager.getLogger(name)).addAppender(appender);
    }
  }

  @AfterEach
  void stop() {
    for (String name : List.of(OURS, FOREIGN)) {
      ((Logger) LogManager.getLogger(name)).removeAppender(appender);
    }
  }

  private JsonNode line() throws Exception {
    assertThat(lines).hasSize(1);
    String line = lines.remove(0);
    assertThat(line).endsWith(System.lineSeparator());
    assertThat(line.strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(line);
  }

  @Test
  void a_line_has_time_level_logger_and_message() throws Exception {
    foreign.warn("it said \"no\"\nand\u2028ended \u0007");

    JsonNode line = line();
    assertThat(line.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("logger").asText()).isEqualTo(FOREIGN);
    assertThat(line.get("message").asText()).isEqualTo("it said \"no\"\nand\u2028ended \u0007");
    assertThat(line.size()).isEqualTo(4);
  }

  @Test
  void the_pairs_of_a_log_line_are_fields() throws Exception {
    LogLine pairs = new LogLine().with("event", "attempt").with("attempt", 3).with("error", "a \"b\" c=d \\ ü\n{}").with("time", "forged");
    foreign.info("{}", pairs);
    JsonNode first = line();
    assertThat(first.get("message").asText()).isEqualTo(pairs.toString());
    assertThat(first.get("event").asText()).isEqualTo("attempt");
    assertThat(first.get("attempt").isTextual()).isTrue();
    assertThat(first.get("error").asText()).isEqualTo("a \"b\" c=d \\ ü\n{}");
    assertThat(first.get("time").asText()).isNotEqualTo("forged");
    assertThat(first.has("c")).isFalse();

    log.info("event=x next=\"go on\" and so forth");
    assertThat(line().get("next").asText()).isEqualTo("go on");

    log.atLevel(Level.WARN).log("{} {}", new LogLine().with("event", "intake"), new LogLine().with("count", 2));
    JsonNode third = line();
    assertThat(third.get("event").asText() + third.get("count").asText()).isEqualTo("intake2");
  }

  @Test
  void a_value_brings_no_field_of_its_own() throws Exception {
    log.warn("event=close_failed error={} reason='{}' it ended", "java.io.IOException: x event=intake outcome=delivered", "b'c outcome=e");

    JsonNode line = line();
    assertThat(line.get("event").asText()).isEqualTo("close_failed");
    assertThat(line.get("error").asText()).isEqualTo("java.io.IOException: x event=intake outcome=delivered");
    assertThat(line.get("reason").asText()).isEqualTo("b'c outcome=e");
    assertThat(line.has("outcome")).isFalse();

    foreign.warn("event=intake outcome=delivered");
    assertThat(line().has("outcome")).isFalse();
    log.warn("{}", "event=intake outcome=delivered");
    assertThat(line().has("outcome")).isFalse();
  }

  @Test
  void an_exception_is_told_by_its_first_line() throws Exception {
    log.error("event=x", new IllegalStateException("why\nmore"));

    assertThat(line().get("exception").asText()).startsWith("why").doesNotContain("\tat ");
  }
}
