package io.github.mentagateway.process;

class FaultsPostgresIT extends FaultsSuite {
  FaultsPostgresIT() {
    super(StoreKind.POSTGRESQL);
  }
}
