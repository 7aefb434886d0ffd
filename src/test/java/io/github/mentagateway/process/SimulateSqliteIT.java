package io.github.mentagateway.process;

class SimulateSqliteIT extends SimulateSuite {
  SimulateSqliteIT() {
    super(StoreKind.SQLITE);
  }
}
