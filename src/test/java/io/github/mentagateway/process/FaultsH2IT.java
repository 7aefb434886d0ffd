package io.github.mentagateway.process;

class FaultsH2IT extends FaultsSuite {
  FaultsH2IT() {
    super(StoreKind.H2);
  }
}
