package io.github.mentagateway.intake;

import io.github.mentagateway.credentials.ServerCertificate;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a new certificate soon after its files changed, and tells when one ends; an unusable one is told once, and the one in use stays. */
final class CertificateWatch {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

  private final ServerCertificate files;
  private final Vertx vertx;
  private final ServedKeys keys;
  private final CertificateExpiry expiry;
  private Pem served;
  private String problem;

  CertificateWatch(ServerCertificate files, Vertx vertx, Pem served, ServedKeys keys, CertificateExpiry expiry) {
    this.files = files;
    this.vertx = vertx;
    this.served = served;
    this.keys = keys;
    this.expiry = expiry;
  }

  /** Blocks; compares the contents, because a file may change without its time or length telling so. */
  synchronized void look() {
    try {
      Pem found = Pem.read(files);
      if (!found.equals(served)) {
        keys.change(found.keys(files, vertx));
        expiry.renewed(found.end(files));
        served = found;
        LOG.info("event=certificate outcome=replaced file={}", files.certificate());
      }
      problem = null;
    } catch (UnusableCertificateException e) {
      if (!e.getMessage().equals(problem)) {
        LOG.error("{}; the certificate that was read before stays in use", e.getMessage());
        problem = e.getMessage();
      }
    }
    expiry.tell();
  }
}
