package io.github.mentagateway.bench;

import java.time.Duration;
import java.util.stream.Stream;

/** Something that takes notifications over HTTPS: a gateway, or the ceiling. */
interface Server extends AutoCloseable {
  String name();

  int port();

  String path();

  String authorization();

  /** All processes that work for it, whose time on the processors counts. */
  Stream<ProcessHandle> processes();

  default Duration processorTime() {
    return processes().flatMap(process -> process.info().totalCpuDuration().stream()).reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  void close();
}
