package io.github.mentagateway.process;

import io.github.mentagateway.PostgresServer;
import java.util.Map;

/** The databases that a gateway can have its inbox in. The promises hold on each: a test of one has one body and runs on both. */
enum StoreKind {
  SQLITE {
    @Override
    Map<String, String> empty() {
      return Map.of();
    }
  },
  POSTGRESQL {
    @Override
    Map<String, String> empty() {
      return on(PostgresServer.shared().newDatabase());
    }
  };

  /** The settings of a store in which nothing is yet; for SQLite it is in the folder of the gateway. */
  abstract Map<String, String> empty();

  /** The settings of a store on that PostgreSQL; the lease is the shortest that is allowed. */
  static Map<String, String> on(String url) {
    return Map.of("GATEWAY_STORE_URL", url, "GATEWAY_STORE_USER", PostgresServer.USER, "GATEWAY_STORE_PASSWORD", PostgresServer.PASSWORD,
        "GATEWAY_STORE_LEASE", "5s");
  }
}
