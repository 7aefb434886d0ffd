package io.github.mentagateway.process;

class FaultsSqliteIT extends FaultsSuite {
  FaultsSqliteIT() {
    super(StoreKind.SQLITE);
  }
}
