package io.github.mentagateway.tls;

/** A server's certificate and its key cannot be served. The message is one sentence that names the setting and the file. */
public final class UnusableCertificateException extends Exception {
  UnusableCertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
