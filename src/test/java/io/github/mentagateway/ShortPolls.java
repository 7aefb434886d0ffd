package io.github.mentagateway;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Found by JUnit for every test class. Awaitility by itself looks for the first time after a tenth of a second and then each tenth, while
 * most of what tests wait for is there within milliseconds. Two JVMs with tests share the processor, so that they give up later.
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
