package io.github.mentagateway.intake;

/** The certificate and its key cannot be served. The message is one sentence that names the setting and the file. */
final class UnusableCertificateException extends Exception {
  UnusableCertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
