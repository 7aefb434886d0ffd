package io.github.mentagateway.process;

class SimulateH2IT extends SimulateSuite {
  SimulateH2IT() {
    super(StoreKind.H2);
  }
}
