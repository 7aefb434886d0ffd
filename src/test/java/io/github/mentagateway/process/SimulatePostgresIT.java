package io.github.mentagateway.process;

class SimulatePostgresIT extends SimulateSuite {
  SimulatePostgresIT() {
    super(StoreKind.POSTGRESQL);
  }
}
