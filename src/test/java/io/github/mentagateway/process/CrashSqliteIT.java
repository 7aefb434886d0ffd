package io.github.mentagateway.process;

class CrashSqliteIT extends CrashSuite {
  CrashSqliteIT() {
    super(StoreKind.SQLITE);
  }
}
