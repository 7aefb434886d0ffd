package io.github.mentagateway.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** {@code bench/run}: measures the parts that were asked for, and prints tables in Markdown. */
public final class Bench {
  private Bench() {}

  /** Exit code 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) throws Exception {
    Path bench = Path.of(System.getProperty("bench.home", "bench")).toAbsolutePath();
    Options options;
    try {
      if (arguments.length > 0 && arguments[0].matches("-h|--help")) {
        System.out.println(Options.USAGE);
        return;
      }
      options = Options.of(bench.getParent(), arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage() + System.lineSeparator() + Options.USAGE);
      System.exit(2);
      return;
    }
    // on the project's own disk: /tmp may be memory, where a sync costs nothing
    Path folder = bench.resolve("target/run");
    if (Files.exists(folder)) {
      Trees.delete(folder);
    }
    Files.createDirectories(folder);
    try (Stage stage = new Stage(options, bench.getParent(), folder)) {
      stage.measure();
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }
}
