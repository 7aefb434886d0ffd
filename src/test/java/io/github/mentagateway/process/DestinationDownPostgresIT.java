package io.github.mentagateway.process;

class DestinationDownPostgresIT extends DestinationDownSuite {
  DestinationDownPostgresIT() {
    super(StoreKind.POSTGRESQL, 2);
  }
}
