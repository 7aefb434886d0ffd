package io.github.mentagateway.intake;

import io.github.mentagateway.settings.Settings;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;

/** What encrypts the connections. */
enum TlsEngine {
  OPENSSL {
    @Override
    SSLEngineOptions options() {
      return new OpenSSLEngineOptions();
    }
  },
  JDK {
    @Override
    SSLEngineOptions options() {
      return new JdkSSLEngineOptions();
    }
  };

  abstract SSLEngineOptions options();

  /** OpenSSL's library is not there for every system, and cannot be unpacked everywhere: then Java does it, at twice the cost. */
  static TlsEngine of(Settings.Tls settings) {
    return settings.engine() == Settings.Tls.Engine.AUTO && OpenSSLEngineOptions.isAvailable() ? OPENSSL : JDK;
  }
}
