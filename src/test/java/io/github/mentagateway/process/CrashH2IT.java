package io.github.mentagateway.process;

class CrashH2IT extends CrashSuite {
  CrashH2IT() {
    super(StoreKind.H2);
  }
}
