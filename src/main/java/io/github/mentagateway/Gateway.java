package io.github.mentagateway;

import io.github.mentagateway.cli.GatewayCommand;
import io.github.mentagateway.runtime.GatewayRuntime;
import java.time.Clock;
import java.util.stream.Stream;

/** The program. */
public final class Gateway {
  private Gateway() {}

  public static void main(String[] args) {
    if (Stream.of(args).filter(argument -> !argument.startsWith("-")).anyMatch(argument -> !argument.equals("run"))) {
      // what a command prints is its answer, which a program may read
      System.setProperty("menta.log.target", "SYSTEM_ERR");
    }
    System.exit(new GatewayCommand(settings -> new GatewayRuntime(settings, Clock.systemUTC()).run()).execute(args));
  }
}
