package io.github.mentagateway.intake;

import io.github.mentagateway.credentials.ServerCertificate;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a new certificate soon after its files changed; an unusable one is told once, and the one in use stays. */
final class CertificateWatch {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

  private final ServerCertificate files;
  private final Vertx vertx;
  private final Consumer<Pem> server;
  private Pem served;
  private String problem;

  /** @param server switches to a certificate, and returns when that is done */
  CertificateWatch(ServerCertificate files, Vertx vertx, Pem served, Consumer<Pem> server) {
    this.files = files;
    this.vertx = vertx;
    this.served = served;
    this.server = server;
  }

  /** Blocks; compares the contents, because a file may change without its time or length telling so. */
  synchronized void look() {
    try {
      Pem found = Pem.read(files);
      if (!found.equals(served)) {
        found.check(files, vertx);
        server.accept(found);
        served = found;
        LOG.info("event=certificate outcome=replaced file={}", files.certificate());
      }
      problem = null;
    } catch (UnusableCertificateException e) {
      tell(e.getMessage());
    } catch (CompletionException e) {
      tell("gateway.tls.certificate: the file " + files.certificate() + " cannot be served: " + e.getCause().getMessage());
    }
  }

  private void tell(String found) {
    if (!found.equals(problem)) {
      LOG.error("{}; the certificate that was read before stays in use", found);
      problem = found;
    }
  }
}
