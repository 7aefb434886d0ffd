package io.github.mentagateway.alert;

import io.github.mentagateway.health.Trouble;
import io.github.mentagateway.health.Troubles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The component, for tests of something else. */
public final class AlertsOf {
  private AlertsOf() {}

  /** Where this is wrong all the time. */
  public static AlertsComponent these(Path folder, Trouble... troubles) {
    return new AlertsComponent(new AlertServices(() -> new Troubles(List.of(troubles), true), folder, Optional.empty(), "gateway-1", Clock.systemUTC()));
  }
}
