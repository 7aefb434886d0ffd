package io.github.mentagateway.process;

class DestinationDownSqliteIT extends DestinationDownSuite {
  DestinationDownSqliteIT() {
    super(StoreKind.SQLITE, 1);
  }
}
