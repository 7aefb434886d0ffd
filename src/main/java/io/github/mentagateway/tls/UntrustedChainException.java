package io.github.mentagateway.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Carries the refused chain out of a handshake. */
final class UntrustedChainException extends CertificateException {
  private final transient X509Certificate[] chain;
  private final boolean trusted;

  /** @param trusted whether the chain is good, and only its names do not fit */
  UntrustedChainException(X509Certificate[] chain, boolean trusted, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.chain = chain;
    this.trusted = trusted;
  }

  X509Certificate[] chain() {
    return chain;
  }

  boolean isTrusted() {
    return trusted;
  }
}
