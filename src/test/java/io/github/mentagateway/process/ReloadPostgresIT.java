package io.github.mentagateway.process;

class ReloadPostgresIT extends ReloadSuite {
  ReloadPostgresIT() {
    super(StoreKind.POSTGRESQL);
  }
}
