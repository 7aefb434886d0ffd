package io.github.mentagateway;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes Awaitility poll every few milliseconds; JUnit finds it for every test class. Awaitility's own interval is a tenth of a second,
 * while most of what tests wait for is there within milliseconds. Timeouts are longer, because two JVMs with tests share the processor.
 */
public final class ShortPolls implements BeforeAllCallback {
  private static final long LONGEST_MS = 50;

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval((count, before) -> Duration.ofMillis(Math.min(LONGEST_MS, 5L * count)));
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
  }
}
