package io.github.mentagateway.process;

class CrashPostgresIT extends CrashSuite {
  CrashPostgresIT() {
    super(StoreKind.POSTGRESQL);
  }
}
