package io.github.mentagateway.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The exit code and the output of a command that a person typed. */
record CommandRun(int code, String out, String err) {

  static CommandRun in(Path home, Map<String, String> environment, GatewayRunner runner, String stdin, String... arguments) {
    return in(home, environment, runner, stdin, false, arguments);
  }

  static CommandRun onTerminal(Path home, Map<String, String> environment, String typed, String... arguments) {
    return in(home, environment, settings -> 0, typed, true, arguments);
  }

  private static CommandRun in(
      Path home, Map<String, String> environment, GatewayRunner runner, String stdin, boolean terminal, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = new GatewayCommand(runner, home, environment, new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
        new PrintWriter(out, true), new PrintWriter(err, true), terminal).execute(arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }

  static CommandRun in(Path home, Map<String, String> environment, String... arguments) {
    return in(home, environment, settings -> 0, "", arguments);
  }
}
