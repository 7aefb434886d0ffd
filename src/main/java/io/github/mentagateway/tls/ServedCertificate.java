package io.github.mentagateway.tls;

import io.github.mentagateway.credentials.ServerCertificate;
import java.time.Instant;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and key that a server of ours shows. New ones count for the next handshake, once {@link #look} finds them in the files; an
 * unusable one is told once, and the one in use stays.
 */
public final class ServedCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(ServedCertificate.class);

  private final ServerCertificate files;
  private final ServedKeys keys;
  private Pem served;
  private Instant end;
  private String problem;

  private ServedCertificate(ServerCertificate files, Pem served) throws UnusableCertificateException {
    this.files = files;
    this.served = served;
    this.keys = new ServedKeys(served.keys(files));
    this.end = served.end(files);
  }

  /** @throws UnusableCertificateException when a file is not there, or they hold no pair */
  public static ServedCertificate read(ServerCertificate files) throws UnusableCertificateException {
    return new ServedCertificate(files, Pem.read(files));
  }

  public X509ExtendedKeyManager keys() {
    return keys;
  }

  /** When the served certificate ends to be valid. */
  public synchronized Instant end() {
    return end;
  }

  /**
   * Blocks; compares the contents, because a file may change without its time or length telling so.
   *
   * @return whether another one is served from now on
   */
  public synchronized boolean look() {
    try {
      Pem found = Pem.read(files);
      boolean changed = !found.equals(served);
      if (changed) {
        keys.change(found.keys(files));
        end = found.end(files);
        served = found;
        LOG.info("event=certificate outcome=replaced file={}", files.certificate());
      }
      problem = null;
      return changed;
    } catch (UnusableCertificateException e) {
      if (!e.getMessage().equals(problem)) {
        LOG.error("{}; the certificate that was read before stays in use", e.getMessage());
        problem = e.getMessage();
      }
      return false;
    }
  }
}
