package io.github.mentagateway.process;

class ReloadSqliteIT extends ReloadSuite {
  ReloadSqliteIT() {
    super(StoreKind.SQLITE);
  }
}
