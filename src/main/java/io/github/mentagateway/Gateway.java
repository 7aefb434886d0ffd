package io.github.mentagateway;

import io.github.mentagateway.runtime.GatewayRuntime;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;

/** The program. */
public final class Gateway {
  private Gateway() {}

  public static void main(String[] args) throws Exception {
    System.exit(new GatewayRuntime(Settings.load(Path.of(""), System.getenv()), Clock.systemUTC()).run());
  }
}
