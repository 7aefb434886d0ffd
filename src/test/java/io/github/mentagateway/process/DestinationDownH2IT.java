package io.github.mentagateway.process;

class DestinationDownH2IT extends DestinationDownSuite {
  DestinationDownH2IT() {
    super(StoreKind.H2, 1);
  }
}
