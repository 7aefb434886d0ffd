package io.github.mentagateway.tls;

import javax.net.ssl.SSLException;

/** The server's certificate does not fit, or the server does not take ours. The message says whose it is, and what mends it. */
public final class CertificateRefusedException extends SSLException {
  CertificateRefusedException(String reason, Throwable failure) {
    super(reason);
    // not its cause: what Java says about it adds nothing to the reason
    addSuppressed(failure);
  }
}
