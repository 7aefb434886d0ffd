package io.github.mentagateway.cli;

import io.github.mentagateway.management.InMemoryInbox;
import io.github.mentagateway.management.RunningManagement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.util.FileUtil;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A management port that all tests of a class share, and commands that talk to it from its folder. */
final class GatewayOfCommands implements BeforeAllCallback, AfterAllCallback {
  private Path home;
  private RunningManagement management;

  @Override
  public void beforeAll(ExtensionContext test) throws Exception {
    home = Files.createTempDirectory("commands-");
    management = new RunningManagement(home, "127.0.0.1", Map.of()).start();
  }

  @Override
  public void afterAll(ExtensionContext test) throws Exception {
    management.close();
    FileUtil.removeDir(home.toFile());
  }

  RunningManagement management() {
    return management;
  }

  InMemoryInbox inbox() {
    return management.inbox;
  }

  Path home() {
    return home;
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("GATEWAY_MANAGEMENT_LISTEN", management.settings.management().listen().toString());
    return all;
  }

  CommandRun run(String... arguments) {
    return run(Map.of(), arguments);
  }

  CommandRun run(Map<String, String> environment, String... arguments) {
    return CommandRun.in(home, environment(environment), arguments);
  }

  /** @param typed what the person answers */
  CommandRun onTerminal(Map<String, String> environment, String typed, String... arguments) {
    return CommandRun.onTerminal(home, environment(environment), typed, arguments);
  }
}
