package io.github.mentagateway;

import io.github.mentagateway.cli.GatewayCommand;
import io.github.mentagateway.runtime.GatewayRuntime;
import java.time.Clock;

/** The program. */
public final class Gateway {
  private Gateway() {}

  public static void main(String[] args) {
    System.exit(new GatewayCommand(settings -> new GatewayRuntime(settings, Clock.systemUTC()).run()).execute(args));
  }
}
